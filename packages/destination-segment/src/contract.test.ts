import { type Fault, segmentSandbox } from '@millrace/sandbox';
import { destinationContract, identifyEvent, orderCompleted } from '@millrace/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { segment } from './index.ts';

const sandbox = await segmentSandbox({ writeKey: 'write-key-9f8e7d' });
const { writeKey, url: host } = sandbox;
const always = (fault: Fault): void => {
  sandbox.recover();
  sandbox.fail(fault, Infinity);
};

afterAll(() => sandbox.close());

describe('the contract of a destination', () => {
  it.each(
    destinationContract({
      create: () => segment({ writeKey, host }),
      configure: segment,
      events: [orderCompleted(), identifyEvent()],
      secrets: [writeKey],
      respond: {
        ok: () => sandbox.recover(),
        // Segment itself says 400 of a request that is too large; 413 is what proxies say.
        status: (status, headers) =>
          always(status === 413 ? { kind: 'html', status } : { kind: 'status', status, headers }),
        reset: () => always({ kind: 'reset' }),
        silence: () => always({ kind: 'slow', ms: 60_000 }),
      },
    }),
  )('$clause $name', ({ run }) => run());

  it('is kept with a Segment that has discarded nothing', () => {
    expect(sandbox.events).not.toEqual([]);
    expect(sandbox.rejected).toEqual([]);
  });
});
