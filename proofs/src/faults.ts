import { parseArgs } from 'node:util';
import { faults as all } from './faults/all.ts';
import { openBench } from './faults/bench.ts';
import { type Fault, type Findings, Skipped } from './faults/fault.ts';
import { isSound } from './reckon.ts';

// One fault after the other, and after each the same question: where is every event that was acknowledged?
// docs/guide/proofs.md says what each of them proves.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1' },
    seed: { type: 'string' },
    only: { type: 'string' },
    atOnce: { type: 'string', default: '3' },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const faults = all.filter(({ name }) => name.includes(values.only ?? ''));
if (faults.length === 0) {
  console.error(
    `There is no such fault. There are:\n  ${all.map(({ name }) => name).join('\n  ')}`,
  );
  process.exit(2);
}

interface Row {
  readonly fault: Fault;
  readonly findings?: Findings;
  readonly problems: readonly string[];
  readonly skipped?: string;
  readonly seconds: number;
}

async function run(fault: Fault, round: number): Promise<Row> {
  const since = performance.now();
  const seconds = (): number => (performance.now() - since) / 1_000;
  const bench = await openBench(seed + round);
  try {
    const findings = await fault.run(bench);
    const problems = [...bench.problems, ...findings.reckoning.problems];
    return { fault, findings, problems, seconds: seconds() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return error instanceof Skipped
      ? { fault, problems: [], skipped: why, seconds: seconds() }
      : { fault, problems: [...bench.problems, why], seconds: seconds() };
  } finally {
    await bench.close();
  }
}

const columns = ['acknowledged', 'delivered', 'held', 'dead', 'lost', 'duplicated'] as const;
const widest = Math.max(...faults.map(({ name }) => name.length));

function isOk({ findings, problems }: Row): boolean {
  return findings !== undefined && problems.length === 0 && isSound(findings.reckoning);
}

function print(row: Row): void {
  const { fault, findings, skipped, problems, seconds } = row;
  const counts = columns.map((column) =>
    String(findings?.reckoning[column] ?? '-').padStart(column.length),
  );
  const verdict = skipped === undefined ? (isOk(row) ? 'ok' : 'BROKEN') : 'skipped';
  const seen = (skipped ?? findings?.seen ?? '').replaceAll('\n', ' ').slice(0, 90);
  const took = `${seconds.toFixed(1)} s`.padStart(7);
  console.log(
    `${fault.name.padEnd(widest)}  ${counts.join('  ')}  ${verdict.padEnd(7)}${took}  ${seen}`,
  );
  for (const problem of problems.slice(0, 8)) console.log(`  ! ${problem}`);
}

console.log(
  `${faults.length} faults, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, seed ${seed}\n`,
);
console.log(
  `${'fault'.padEnd(widest)}  ${columns.join('  ')}  ${'verdict'.padEnd(7)}${'took'.padStart(7)}  seen`,
);
const rows: Row[] = [];
for (let round = 0; round < rounds; round += 1) {
  const waiting = faults.values();
  const worker = async (): Promise<void> => {
    for (const fault of waiting) {
      const row = await run(fault, round);
      rows.push(row);
      print(row);
    }
  };
  // Most of them wait most of the time.
  await Promise.all(Array.from({ length: Number(values.atOnce) }, worker));
}
const skipped = rows.filter((row) => row.skipped !== undefined).length;
const broken = rows.filter((row) => row.skipped === undefined && !isOk(row)).length;
console.log(`\n${rows.length - skipped - broken} ok, ${broken} broken, ${skipped} skipped`);
process.exitCode = broken === 0 ? 0 : 1;
