import { parseArgs } from 'node:util';
import { isMutant, mutants } from './shop/mutants.ts';
import { runShop } from './shop/run.ts';
import { printTable } from './shop/table.ts';

// A month of a simulated shop, with all that webhooks, processes and vendors do. docs/guide/proofs.md says what it proves.

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    orders: { type: 'string', default: '5200' },
    days: { type: 'string', default: '30' },
    kills: { type: 'string', default: '12' },
    mutant: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const orders = Number(values.orders);
const days = Number(values.days);
const kills = Number(values.kills);
if (!(days >= 10 && orders >= 1 && kills >= 0 && kills <= 100)) {
  console.error(
    'It needs at least 10 days (two outages of two days), one order, and at most 100 kills.',
  );
  process.exit(2);
}

const { mutant } = values;
if (mutant !== undefined && !isMutant(mutant)) {
  console.error(`There is no mutant ${mutant}. There are: ${Object.keys(mutants).join(', ')}`);
  process.exit(2);
}

console.log(`${orders} orders in ${days} days, ${kills} kills, seed ${seed}`);
if (mutant !== undefined) console.log(`with a backend in which ${mutants[mutant].breaks}`);
const since = performance.now();
const outcome = await runShop({
  seed,
  orders,
  days,
  kills,
  ...(mutant && { mutant }),
  progress: (day) => {
    if (process.stdout.isTTY) process.stdout.write(`\r  day ${day} of ${days}`);
    else if (day % 10 === 0) console.log(`  day ${day} of ${days}`);
  },
});
if (process.stdout.isTTY) console.log();
printTable(outcome.verdict.rows);
const { weather, traffic, verdict } = outcome;
console.log(
  `  webhooks: ${weather.webhooks}, of which ${weather.lost} were lost and ${weather.doubled} doubled; kills: ${outcome.kills}; outages: 2 of two days`,
);
console.log(
  `  requests: ${traffic.bigcommerce} to BigCommerce, ${traffic.klaviyo} to Klaviyo, which absorbed ${traffic.absorbed} repetitions`,
);
console.log(
  `  nobody can have known: ${verdict.unknowable.orders} facts of orders, true only in passing; ${verdict.unknowable.carts} checkouts, over before a webhook came`,
);
console.log(
  `  ${verdict.isSound ? 'both sides agree' : 'BROKEN'}, in ${((performance.now() - since) / 1_000).toFixed(0)} s`,
);
if (!verdict.isSound) console.log(`  the store is kept in ${outcome.directory}`);
process.exitCode = verdict.isSound ? 0 : 1;
