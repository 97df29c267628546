import { measure, startSink, type Measured } from './child.ts';

// Side by side in one run, as ratios: the machine is the same for all, whatever it is.

/** Enough for the compiler to have warmed up long before the end. */
const orders = 100_000;
const backlog = Number(process.argv[2] ?? 1_000_000);

const rate = ({ rate, cpu }: Measured): string =>
  `${Math.round(rate).toLocaleString('en').padStart(9)}/s  ${cpu.toFixed(0).padStart(4)} µs CPU`;
const ratio = (a: number, b: number): string => (a / b).toFixed(2);
const row = (what: string, measured: Measured, note = ''): void =>
  console.log(`  ${what.padEnd(44)}  ${rate(measured)}  ${note}`);

for (const callers of [64, 1_000]) {
  console.log(`\nDurable append of an order, ${callers} callers`);
  const raw = await measure('raw', orders, callers);
  row('raw: serialise, append, fdatasync', raw, '1.00');
  const store = await measure('store', orders, callers);
  row('store: de-duplicated, identity linked', store, ratio(store.rate, raw.rate));
  const track = await measure('track', orders, callers);
  row('track(): checked and routed as well', track, ratio(track.rate, raw.rate));
}

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

console.log(`\nOrders that wait for a destination that is down`);
const few = await measure('backlog', backlog / 10);
row(
  `${(backlog / 10).toLocaleString('en')} orders`,
  few,
  `${few.memory.toFixed(0)} MB of heap and buffers`,
);
const many = await measure('backlog', backlog);
row(
  `${backlog.toLocaleString('en')} orders`,
  many,
  `${many.memory.toFixed(0)} MB of heap and buffers`,
);
