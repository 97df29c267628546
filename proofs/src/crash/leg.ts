import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KlaviyoSandbox } from '@millrace/sandbox';
import type { Random } from '../random.ts';
import { arrivedAt, reckon, type Reckoning } from '../reckon.ts';
import type { Setup } from '../worker/messages.ts';
import type { MutantName } from '../worker/mutants.ts';
import { drain, live, moments } from './round.ts';
import { spoil } from './weather.ts';

export interface LegOptions {
  readonly rounds: number;
  readonly random: Random;
  readonly mutant?: MutantName;
  readonly drainMs: number;
  readonly progress: (round: number) => void;
}

export interface Verdict extends Reckoning {
  /** Repetitions that the vendor absorbed, by their keys. */
  readonly absorbed: number;
}

/** Of older rounds, so many ids are asked for again after each round. */
const sampled = 200;

const worst = (problems: readonly string[]): readonly string[] => problems.slice(0, 10);

/**
 * Rounds of kill -9 on one directory. After each the store is opened from outside, and every acknowledged event is looked
 * for; after the last, what may go out goes out, and all of it is looked for once more.
 */
export async function runLeg(vendor: KlaviyoSandbox, options: LegOptions): Promise<Verdict> {
  const { rounds, random, mutant, drainMs, progress } = options;
  const directory = await mkdtemp(join(tmpdir(), 'millrace-crash-'));
  const setup: Setup = {
    directory,
    url: vendor.url,
    apiKey: vendor.apiKey,
    ticks: true,
    // A second's wait would be longer than a life.
    retry: { baseMs: 5, maxMs: 50 },
    ...(mutant && { mutant }),
  };
  const absorbedBefore = vendor.duplicates;
  const acknowledged: string[] = [];
  const problems: string[] = [];
  const note = (where: string, found: readonly string[]): void => {
    for (const problem of found) problems.push(`${where}: ${problem}`);
  };
  let lost = 0;
  let isSound = false;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const moment = random.pick(moments);
      spoil(vendor, random);
      const { acknowledged: fresh, problems: torn } = await live(setup, round, moment, random);
      const older = Array.from(
        { length: Math.min(sampled, acknowledged.length) },
        () => acknowledged[Math.floor(random.upTo(acknowledged.length))] ?? '',
      );
      acknowledged.push(...fresh);
      const ask = new Set([...fresh, ...older]);
      const found = await reckon(directory, acknowledged, arrivedAt(vendor), { ask });
      note(`round ${round}, killed while ${moment}`, [...torn, ...found.problems]);
      lost = Math.max(lost, found.lost);
      progress(round);
    }
    vendor.recover();
    await drain(setup, drainMs);
    const end = await reckon(directory, acknowledged, arrivedAt(vendor), {
      drained: true,
      killed: true,
    });
    note('in the end', end.problems);
    isSound = problems.length === 0;
    return {
      ...end,
      // What one look found to be lost does not come back, though asking for it has stored it again.
      lost: Math.max(lost, end.lost),
      problems: worst(problems),
      absorbed: vendor.duplicates - absorbedBefore,
    };
  } finally {
    // Whoever looks for the reason wants to see the files.
    if (isSound) await rm(directory, { recursive: true, force: true });
    else console.log(`  the store is kept in ${directory}`);
  }
}
