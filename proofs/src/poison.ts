import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  deliveredFile,
  poison,
  type PoisonMessage,
  type PoisonTask,
  type WayToDie,
} from './poison-child.ts';

/** More lives than this, and the process is in a crash loop. */
const mostLives = 8;
/** The watchdog: a process that says nothing for so long is killed. Milliseconds. */
const silenceMs = 1_000;
/** How long it may take to start. Milliseconds. */
const startMs = 10_000;
/** Little enough that a process without bounds soon meets its end. Megabytes. */
const heap = 128;

export interface PoisonVerdict {
  readonly stage: PoisonTask['stage'];
  readonly way: WayToDie;
  /** How many processes ended before one got through: 3. */
  readonly deaths: number;
  /** Neighbours that were delivered, of so many. */
  readonly delivered: number;
  readonly neighbours: number;
  /** What the process that got through said: the poison, and nothing else, as a dead letter of its stage. */
  readonly letters: readonly string[];
  readonly holds: boolean;
}

/** One process's life: what it said in the end, or undefined if it died. */
async function live(task: PoisonTask): Promise<(PoisonMessage & { type: 'through' }) | undefined> {
  const child = fork(new URL('./poison-child.js', import.meta.url), {
    execArgv: [`--max-old-space-size=${heap}`],
    // A process that runs out of memory has much to say about it.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const exited = once(child, 'exit');
  const kill = (): void => void child.kill('SIGKILL');
  let watchdog = setTimeout(kill, startMs);
  let through: (PoisonMessage & { type: 'through' }) | undefined;
  child.on('message', (message: PoisonMessage) => {
    clearTimeout(watchdog);
    if (message.type === 'through') {
      through = message;
      child.disconnect();
    } else watchdog = setTimeout(kill, silenceMs);
  });
  child.send(task);
  await exited;
  clearTimeout(watchdog);
  return through;
}

/** An event that ends the process, among neighbours that do not: it is set aside after three deaths, they arrive. */
export async function provePoison(
  stage: PoisonTask['stage'],
  way: WayToDie,
): Promise<PoisonVerdict> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-poison-'));
  const neighbours = Array.from({ length: 20 }, (_, index) => `neighbour-${index}`);
  try {
    let deaths = 0;
    let through = await live({ directory, stage, way, neighbours });
    while (through === undefined && deaths < mostLives) {
      deaths += 1;
      through = await live({ directory, stage, way, neighbours });
    }
    const lines = await readFile(join(directory, deliveredFile), 'utf8').catch(() => '');
    const arrived = new Set(lines.split('\n').filter((line) => line !== ''));
    const letters = through?.letters ?? [];
    const setAside =
      letters.length === 1 && letters[0]?.id === poison && letters[0].stage === stage;
    const delivered = neighbours.filter((id) => arrived.has(id)).length;
    return {
      stage,
      way,
      deaths,
      delivered,
      neighbours: neighbours.length,
      letters: letters.map(({ id, stage: where }) => `${id} (${where})`),
      holds:
        deaths === 3 &&
        setAside &&
        delivered === neighbours.length &&
        !arrived.has(poison) &&
        through?.pending === 0,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Every way that a process can end by its own code, in both kinds of code that are guarded. */
export const poisons: readonly (readonly [PoisonTask['stage'], WayToDie])[] = (
  ['exit', 'abort', 'kill', 'memory', 'loop'] as const
).flatMap((way) => [['transform', way] as const, ['map', way] as const]);
