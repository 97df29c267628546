import { parseArgs } from 'node:util';
import { klaviyoSandbox } from '@millrace/sandbox';
import { runLeg, type Verdict } from './crash/leg.ts';
import { endSpare } from './crash/round.ts';
import { randomOf } from './random.ts';
import { isSound } from './reckon.ts';
import { isMutant, mutants } from './worker/mutants.ts';

// kill -9 at random instants, with callers and deliveries under way. docs/guide/proofs.md says what it proves.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string' },
    mutant: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const { mutant } = values;
if (mutant !== undefined && !isMutant(mutant)) {
  console.error(`There is no mutant ${mutant}. There are: ${Object.keys(mutants).join(', ')}`);
  process.exit(2);
}

/** After so many rounds a new directory is begun, so that a long run holds little in memory. */
const legLength = 50;
const drainMs = mutant === undefined ? 60_000 : 5_000;

console.log(`${rounds} rounds of kill -9, seed ${seed}`);
if (mutant !== undefined) console.log(`with a store in which ${mutants[mutant].breaks}`);
const random = randomOf(seed);
const verdicts: Verdict[] = [];
const since = performance.now();
for (let from = 0; from < rounds; from += legLength) {
  const vendor = await klaviyoSandbox({ rateLimits: false });
  try {
    const leg = Math.min(legLength, rounds - from);
    const progress = (round: number): void => {
      if (process.stdout.isTTY) process.stdout.write(`\r  round ${from + round + 1} of ${rounds}`);
    };
    verdicts.push(
      await runLeg(vendor, { rounds: leg, random, drainMs, progress, ...(mutant && { mutant }) }),
    );
  } finally {
    await vendor.close();
  }
}
await endSpare();

const sum = (count: (verdict: Verdict) => number): number =>
  verdicts.reduce((total, verdict) => total + count(verdict), 0);
const row = (name: string, count: number, note = ''): void =>
  console.log(`  ${name.padEnd(13)}${String(count).padStart(9)}${note}`);
if (process.stdout.isTTY) console.log();
row(
  'acknowledged',
  sum((one) => one.acknowledged),
);
row(
  'delivered',
  sum((one) => one.delivered),
);
row(
  'held',
  sum((one) => one.held),
);
row(
  'dead',
  sum((one) => one.dead),
);
row(
  'pending',
  sum((one) => one.pending),
);
row(
  'lost',
  sum((one) => one.lost),
);
const absorbed = sum((one) => one.absorbed);
row(
  'duplicated',
  sum((one) => one.duplicated),
  `  (${absorbed} repetitions absorbed by their keys)`,
);
row(
  'out of order',
  sum((one) => one.outOfOrder),
);
for (const problem of verdicts.flatMap(({ problems }) => problems)) console.log(`  ! ${problem}`);
const sound = verdicts.every(isSound) && sum((one) => one.acknowledged) > 0;
console.log(
  `  ${sound ? 'nothing lost' : 'BROKEN'}, in ${((performance.now() - since) / 1_000).toFixed(0)} s`,
);
process.exitCode = sound ? 0 : 1;
