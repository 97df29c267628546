import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { klaviyoSandbox } from '@millrace/sandbox';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { CrashMessage, CrashTask } from './crash-child.ts';
import { judge } from './crash-judge.ts';

// kill -9 at random instants, with callers and deliveries under way. Every order whose call had resolved must arrive,
// once, and those of a person in their order.

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string' } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const callers = 64;

const directory = await mkdtemp(join(tmpdir(), 'millrace-crash-'));
const mail = await klaviyoSandbox({ rateLimits: false });
const acknowledged: string[] = [];

async function live(round: number, forMs: number | undefined): Promise<number> {
  const child = fork(new URL('./crash-child.js', import.meta.url));
  const exited = once(child, 'exit');
  const said = new Promise<number>((resolve) => {
    child.on('message', (message: CrashMessage) => {
      if ('acknowledged' in message) acknowledged.push(message.acknowledged);
      else resolve(message.pending);
    });
  });
  const task: CrashTask = {
    directory,
    url: mail.url,
    apiKey: mail.apiKey,
    round,
    callers: forMs === undefined ? 0 : callers,
  };
  child.send(task);
  if (forMs === undefined) {
    const pending = await said;
    child.kill();
    await exited;
    return pending;
  }
  // Counted from the first acknowledgement, so that a slow start is not all that is killed.
  await Promise.race([once(child, 'message'), exited]);
  await sleep(forMs);
  child.kill('SIGKILL');
  await exited;
  return 0;
}

console.log(`${rounds} rounds of kill -9, seed ${seed}`);
try {
  const generator = xoroshiro128plus(seed);
  for (let round = 0; round < rounds; round += 1) {
    await live(round, uniformFloat64(generator) * 300);
    if (process.stdout.isTTY) process.stdout.write(`\r  round ${round + 1} of ${rounds}`);
  }
  const pending = await live(rounds, undefined);
  const verdict = judge(acknowledged, mail.events, pending);
  console.log(`\n  acknowledged ${verdict.acknowledged}`);
  console.log(`  lost ${verdict.lost}`);
  console.log(
    `  duplicated ${verdict.duplicated} (${mail.duplicates} repetitions absorbed by their keys)`,
  );
  console.log(`  out of order ${verdict.outOfOrder}`);
  console.log(`  still pending ${pending}`);
  process.exitCode = verdict.holds ? 0 : 1;
} finally {
  await mail.close();
  await rm(directory, { recursive: true, force: true });
}
