import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { DestinationUnavailable } from '../../destination/outcome.ts';
import { MillraceError } from '../../event/error.ts';
import type { ContractCase } from '../contract.ts';
import {
  type DestinationContractOptions,
  type Rig,
  type VendorHooks,
  vendorOf,
  withRig,
} from './rig.ts';

/** When the pipeline closes: before a request has left, and while its answer is waited for. Milliseconds. */
const moments = [0, 50];

/** Long after a destination that heeds its signal has given up. Milliseconds. */
const patience = 2_000;

async function assertUnavailable(delivery: Promise<unknown>): Promise<DestinationUnavailable> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new assert.AssertionError({ message: 'deliver never came back' })),
      patience,
    );
  });
  const error = await Promise.race([delivery, tooLong])
    .then(
      (outcomes) => assert.fail(`deliver should throw, but answered ${JSON.stringify(outcomes)}`),
      (thrown: unknown) => thrown,
    )
    .finally(() => clearTimeout(timer));
  if (error instanceof assert.AssertionError) throw error;
  const code = MillraceError.isInstance(error) ? error.code : String(error);
  assert.equal(code, 'DESTINATION_UNAVAILABLE', 'deliver should throw DestinationUnavailable');
  return error as DestinationUnavailable;
}

/** What `deliver` promises while the vendor is not well. */
export function failureCases(options: DestinationContractOptions): readonly ContractCase[] {
  const whenVendor =
    (
      fails: (vendor: VendorHooks) => void | Promise<void>,
      check: (error: DestinationUnavailable, rig: Rig) => void = () => undefined,
    ) =>
    async (): Promise<void> => {
      const vendor = vendorOf(options);
      await withRig(options, async (rig) => {
        await fails(vendor);
        for (const batch of rig.batches()) {
          check(await assertUnavailable(rig.deliver(batch)), rig);
        }
        assert.equal(rig.clock.pending, 0, 'a timer was left behind');
      });
    };

  return [
    {
      clause: 'D10',
      name: 'being throttled is the destination, not the events',
      run: whenVendor((vendor) => vendor.status(429, {})),
    },
    {
      clause: 'D11',
      name: 'Retry-After is honoured',
      run: whenVendor(
        (vendor) => vendor.status(429, { 'retry-after': '120' }),
        ({ retryAt }, { clock }) => assert.equal(retryAt, clock.now() + 120_000),
      ),
    },
    {
      clause: 'D10',
      name: 'a failing server is the destination, not the events',
      run: whenVendor((vendor) => vendor.status(500, {})),
    },
    {
      clause: 'D10',
      name: 'an answer that is lost is the destination, not the events',
      run: whenVendor((vendor) => vendor.reset()),
    },
    {
      clause: 'D12',
      name: 'refused credentials are the destination, not the events',
      run: whenVendor((vendor) => vendor.status(401, {})),
    },
    {
      clause: 'D13',
      name: 'deliver gives up when the pipeline closes',
      async run() {
        const vendor = vendorOf(options);
        await withRig(options, async (rig) => {
          await vendor.silence();
          for (const batch of rig.batches()) {
            const closing = moments.map(async (moment) => {
              const pipeline = new AbortController();
              const delivery = assertUnavailable(rig.deliver(batch, pipeline.signal));
              if (moment > 0) await wait(moment);
              pipeline.abort();
              await delivery;
            });
            await Promise.all(closing);
            await assertUnavailable(rig.deliver(batch, AbortSignal.abort()));
          }
          assert.equal(rig.clock.pending, 0, 'a timer was left behind');
        });
      },
    },
  ];
}
