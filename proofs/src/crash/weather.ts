import type { Fault, KlaviyoSandbox } from '@millrace/sandbox';
import type { Random } from '../random.ts';

const usual: readonly [Fault, ...Fault[]] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, after: true },
  { kind: 'reset' },
  { kind: 'reset', after: true },
  { kind: 'html', status: 502 },
  { kind: 'slow', ms: 30 },
  { kind: 'slow', ms: 100, after: true },
];

/** Some calls of the round fail, some of them after the vendor has done the work. */
export function spoil(vendor: KlaviyoSandbox, random: Random): void {
  vendor.recover();
  const faults = Math.floor(random.upTo(4));
  for (let count = 0; count < faults; count += 1) vendor.fail(random.pick(usual));
  // It ends deliveries for a second, and so for the round: now and then is enough.
  if (random.upTo(10) < 1) vendor.fail({ kind: 'throttle', retryAfter: 1 });
}
