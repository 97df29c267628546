import { destinationContract, identifyEvent, orderCompleted } from '@millrace/core/testing';
import { afterAll, describe, it } from 'vitest';
import { openSink } from '../test/sink.ts';
import { segment } from './index.ts';

const sink = await openSink();
const writeKey = 'write-key-9f8e7d';

describe('the contract of a destination', () => {
  afterAll(() => sink[Symbol.asyncDispose]());

  it.each(
    destinationContract({
      create: () => segment({ writeKey, host: sink.url }),
      configure: segment,
      events: [orderCompleted(), identifyEvent()],
      secrets: [writeKey],
      respond: sink.respond,
    }),
  )('$clause $name', ({ run }) => run());
});
