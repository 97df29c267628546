import { measure, startSink, type Measured } from './child.ts';
import { inDirectory } from './directory.ts';
import { latencies, ms, print, ratio, row } from './table.ts';

/** Enough for the compiler to have warmed up long before the end. */
const orders = 100_000;

async function append(): Promise<void> {
  for (const callers of [64, 1_000]) {
    console.log(`\nDurable append of an order, ${callers} callers`);
    const raw = await measure('raw', orders, callers);
    row('raw: serialise, append, fdatasync', raw, '1.00');
    const store = await measure('store', orders, callers);
    row('store: de-duplicated, identity linked', store, ratio(store.rate, raw.rate));
    const track = await measure('track', orders, callers);
    row('track(): checked and routed as well', track, ratio(track.rate, raw.rate));
  }
}

async function map(): Promise<void> {
  console.log(
    '\nAn order of five lines, mapped to six Klaviyo events and written into bulk requests',
  );
  let best: Measured | undefined;
  for (let round = 0; round < rounds; round += 1) {
    const measured = await measure('map', orders);
    if (best === undefined || measured.cpu < best.cpu) best = measured;
  }
  if (best === undefined) return;
  const note = `${perCpuSecond(best)} orders per CPU-second, best of ${rounds}`;
  row('map and serialise', best, note);
}

const perCpuSecond = ({ cpu }: Measured): string => Math.round(1e6 / cpu).toLocaleString('en');

async function deliver(): Promise<void> {
  console.log('\nAn order of five lines, to a local sink');
  const sink = await startSink();
  const analytics = await measure('analytics', orders, sink.url);
  row('@segment/analytics-node: one event, not durable', analytics, '1.00');
  const deliver = await measure('deliver', orders, sink.url);
  row(
    'Millrace: six Klaviyo events, durable',
    deliver,
    `${ratio(deliver.cpu, analytics.cpu)} of the CPU`,
  );
  sink.stop();
}

const companies = ['alone', 'beside'] as const;
const perSecond = 1_000;
/** Of which each sends half of the time, and the first four warm up: eight rounds of the slow one. */
const seconds = 44;
/** How many orders are sent as fast as they are taken, and how often. */
const burst = 20_000;
const rounds = 4;

async function isolation(): Promise<void> {
  console.log('\nOne destination alone, and beside a dead one and one that takes 5 s a call');
  const sink = await startSink();
  const steady = await Promise.all(
    companies.map((company) => measure('steady', sink.url, company, perSecond, seconds)),
  );
  for (const [name, what] of [
    ['delivery', 'append to delivered'],
    ['track', 'track()'],
  ] as const) {
    const p99 = steady.map(({ figures }) => figures[`${name}P99`] ?? Number.NaN);
    companies.forEach((company, i) =>
      latencies(
        `${what}, ${perSecond.toLocaleString('en')} orders/s, ${company}`,
        steady[i]?.figures[`${name}P50`] ?? Number.NaN,
        p99[i] ?? Number.NaN,
        ratio(p99[i] ?? Number.NaN, p99[0] ?? Number.NaN),
      ),
    );
  }

  const best = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, company] of companies.entries()) {
      const { figures } = await measure('flatOut', sink.url, company, burst);
      best[i] = Math.max(best[i] ?? 0, figures['perSecond'] ?? 0);
    }
  }
  sink.stop();
  companies.forEach((company, i) => {
    const rate = best[i] ?? Number.NaN;
    print(
      `delivered, as many as come in, ${company}`,
      `${Math.round(rate).toLocaleString('en').padStart(9)}/s`,
      `${ratio(rate, best[0] ?? Number.NaN)}  best of ${rounds}`,
    );
  });
}

async function backlog(most: number): Promise<void> {
  console.log(`\nOrders that wait for a destination that is down`);
  let first: Measured | undefined;
  for (const total of [most / 10, most]) {
    await inDirectory(async (directory) => {
      const what = `${total.toLocaleString('en')} orders`;
      const measured = await measure('backlog', directory, total);
      first ??= measured;
      const memory = `${measured.memory.toFixed(0)} MB of heap and buffers`;
      row(what, measured, `${ratio(measured.rate, first.rate)}  ${memory}`);
      const { openMs = Number.NaN, leaseMs = Number.NaN } = (await measure('reopen', directory))
        .figures;
      print(`${what}: a new process`, `opens in ${ms(openMs)}, first lease in ${ms(leaseMs)}`);
    });
  }
}

/** What there is to measure. `most`: how many orders wait at the end. */
export const sections: Readonly<Record<string, (most: number) => Promise<void>>> = {
  append,
  map,
  deliver,
  isolation,
  backlog,
};
