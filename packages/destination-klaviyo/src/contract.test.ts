import {
  destinationContract,
  identifyEvent,
  orderCompleted,
  trackEvent,
} from '@millrace/core/testing';
import { type Fault, klaviyoSandbox } from '@millrace/sandbox';
import { afterAll, describe, it } from 'vitest';
import { klaviyo } from './index.ts';

const sandbox = await klaviyoSandbox({ apiKey: 'pk_9f8e7d6c', rateLimits: false });
const { apiKey, url: endpoint } = sandbox;
const always = (fault: Fault): void => {
  sandbox.recover();
  sandbox.fail(fault, Infinity);
};

afterAll(() => sandbox.close());

describe('the contract of a destination', () => {
  it.each(
    destinationContract({
      create: () => klaviyo({ apiKey, endpoint }),
      configure: klaviyo,
      events: [orderCompleted(), identifyEvent(), trackEvent()],
      secrets: [apiKey],
      respond: {
        ok: () => sandbox.recover(),
        status: (status, headers) =>
          always(
            status === 429
              ? { kind: 'throttle', retryAfter: headers['retry-after'] ?? 1 }
              : { kind: 'status', status, headers },
          ),
        reset: () => always({ kind: 'reset' }),
        silence: () => always({ kind: 'slow', ms: 60_000 }),
      },
    }),
  )('$clause $name', ({ run }) => run());
});
