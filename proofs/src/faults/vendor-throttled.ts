import { defineFault, type Fault } from './fault.ts';

const seconds = 2;

/** HTTP dates have no milliseconds: this long from now is at least `seconds`. */
const asDate = (): string => new Date(Date.now() + (seconds + 1) * 1_000).toUTCString();

const throttled = (form: string, retryAfter: () => number | string): Fault =>
  defineFault({
    name: `429, Retry-After ${form}`,
    shows: 'no call is made before the time that the vendor has named',
    async run(bench) {
      const { vendor } = bench;
      const worker = await bench.open();
      vendor.fail({ kind: 'throttle', retryAfter: retryAfter() });
      await bench.track(worker, 50);
      await bench.delivered(worker);
      const refused = vendor.requests.findIndex(({ status }) => status === 429);
      const [refusal, next] = vendor.requests.slice(refused);
      const waited = (next?.at ?? 0) - (refusal?.at ?? 0);
      if (waited < seconds * 1_000) bench.complain(`it was called again after ${waited} ms`);
      return {
        reckoning: await bench.reckon(),
        seen: `called again after ${(waited / 1_000).toFixed(1)} s`,
      };
    },
  });

export const throttledSeconds = throttled('in seconds', () => seconds);
export const throttledDate = throttled('as a date', asDate);
