import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  readSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../testing/manual-clock.ts';
import { event, user } from '../../testing/store/bench.ts';
import type { Store } from '../store.ts';
import { compileSources, useStore } from './__fixtures__/child.ts';
import { lmdbStore } from './lmdb-store.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-damage-'));
const whole = join(root, 'whole');
const open = (directory: string): Promise<Store> => lmdbStore(directory)({ clock: manualClock() });
let made = 0;

/** A copy of a store that holds 300 events, at all stages. */
function copy(): { directory: string; data: string } {
  made += 1;
  const directory = join(root, `copy-${made}`);
  cpSync(whole, directory, { recursive: true });
  rmSync(join(directory, 'lock.mdb'), { force: true });
  return { directory, data: join(directory, 'data.mdb') };
}

let compiled: string;

beforeAll(async () => {
  compiled = compileSources();
  const { said } = await useStore(compiled, ['fill', whole, 'e', '300']);
  expect(said).toMatchObject({ outcome: 'service' });
}, 60_000);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(readOnly, { recursive: true, force: true });
  rmSync(compiled, { recursive: true, force: true });
});

const refused = (message: RegExp) => ({
  code: 'STORE_UNAVAILABLE',
  message: expect.stringMatching(message),
});

describe('a file that is not whole', () => {
  it.each([
    ['half of it', 0.5],
    ['a tenth of it', 0.1],
  ])('is refused with what is missing and what to do: %s', async (_, part) => {
    const { directory, data } = copy();
    truncateSync(data, Math.floor((statSync(data).size * part) / 16_384) * 16_384);
    await expect(open(directory)).rejects.toMatchObject(
      refused(/truncated: \d+ of at least \d+ bytes.*backup/),
    );
  });

  it('is refused when it ends within a page', async () => {
    const { directory, data } = copy();
    truncateSync(data, Math.floor(statSync(data).size / 2) - 1);
    await expect(open(directory)).rejects.toMatchObject(refused(/truncated/));
  });

  it('is refused when it ends within the first pages', async () => {
    const { directory, data } = copy();
    truncateSync(data, 100);
    await expect(open(directory)).rejects.toMatchObject(refused(/truncated/));
  });

  it('is a new store when it is empty, as after a crash while it was made', async () => {
    const directory = mkdtempSync(join(root, 'empty-'));
    writeFileSync(join(directory, 'data.mdb'), '');
    const store = await open(directory);
    expect(await store.append({ events: [event('e1', user('1'))] })).toEqual([true]);
    await store.close();
  });
});

describe('a file that is something else', () => {
  it('is refused, and is left as it was', async () => {
    const directory = mkdtempSync(join(root, 'foreign-'));
    const data = join(directory, 'data.mdb');
    writeFileSync(data, 'SQLite format 3\0'.repeat(5_000));
    await expect(open(directory)).rejects.toMatchObject(refused(/is not a store of Millrace/));
    expect(statSync(data).size).toBe(80_000);
  });

  it('is refused when it is a file where the directory should be', async () => {
    const file = join(root, 'a-file');
    writeFileSync(file, '');
    await expect(open(file)).rejects.toMatchObject(refused(/a file is in the way/));
  });

  it('is refused when a directory is where its file should be', async () => {
    const directory = mkdtempSync(join(root, 'strange-'));
    cpSync(whole, join(directory, 'data.mdb'), { recursive: true });
    await expect(open(directory)).rejects.toMatchObject(refused(/one of its files is a directory/));
  });
});

const readOnly = mkdtempSync(join(tmpdir(), 'millrace-read-only-'));
const mount = (...args: string[]): boolean =>
  spawnSync('mount', [...args, readOnly], { stdio: 'ignore' }).status === 0;
const mounted = mount('-t', 'tmpfs', 'tmpfs');
if (!mounted) process.stderr.write('No read-only disk is tested: mounting is not allowed here.\n');

describe.runIf(mounted)('a disk that is mounted read-only', () => {
  afterAll(() => {
    spawnSync('umount', ['-l', readOnly]);
  });

  it('is refused, be the store there or not', async () => {
    cpSync(whole, join(readOnly, 'store'), { recursive: true });
    mount('-o', 'remount,ro');
    const why = refused(/may not write there/);
    await expect(open(join(readOnly, 'store'))).rejects.toMatchObject(why);
    const another = refused(/may not write there|and may be written/);
    await expect(open(join(readOnly, 'another'))).rejects.toMatchObject(another);
  });
});

describe('opening that ends the process', () => {
  const deadPid = 2 ** 22 + 1;
  const die = (directory: string, times: number): void => {
    for (let index = 0; index < times; index += 1) {
      const lines = `${hostname()}\n${deadPid}\n`;
      writeFileSync(join(directory, `opening.${index}`), lines);
    }
  };

  it('is refused after the third time in a row, by a message that names the way out', async () => {
    const { directory } = copy();
    die(directory, 3);
    await expect(open(directory)).rejects.toMatchObject(
      refused(/ended the process 3 times in a row.*delete .*opening\.0.*opening\.2/),
    );
  });

  it('counts from nothing once it has succeeded', async () => {
    const { directory } = copy();
    die(directory, 2);
    await (await open(directory)).close();
    expect(readdirSync(directory).filter((name) => name.startsWith('opening'))).toEqual([]);
  });

  it('does not count a process that is opening it at this moment, nor an opening that was refused', async () => {
    const { directory, data } = copy();
    const lines = `${hostname()}\n${process.ppid}\n`;
    for (let index = 0; index < 5; index += 1)
      writeFileSync(join(directory, `opening.${index}`), lines);
    await (await open(directory)).close();
    truncateSync(data, 100);
    for (let index = 0; index < 5; index += 1) {
      await expect(open(directory)).rejects.toMatchObject(refused(/truncated/));
    }
  });
});

/** The same numbers each time for a seed. */
function randoms(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e37_79b9) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function flip(data: string, seed: number): void {
  const random = randoms(seed);
  const { size } = statSync(data);
  const file = openSync(data, 'r+');
  const byte = Buffer.alloc(1);
  // A few bytes anywhere, or a stretch of one page.
  const flips = 1 + random(20);
  const page = random(2) === 0 ? random(size / 16_384) * 16_384 : undefined;
  for (let index = 0; index < flips; index += 1) {
    const at = page === undefined ? random(size) : page + random(200);
    readSync(file, byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ (1 + random(255));
    writeSync(file, byte, 0, 1, at);
  }
  closeSync(file);
}

const rounds = Number(process.env['MILLRACE_FUZZ_ROUNDS'] ?? 6);
const firstSeed = Number(process.env['MILLRACE_FUZZ_SEED'] ?? 1);

describe('bytes that were flipped', () => {
  it.each(Array.from({ length: rounds }, (_, index) => firstSeed + index))(
    'end in service or in an error of ours, and never in a crash for ever: seed %i',
    async (seed) => {
      const { directory, data } = copy();
      flip(data, seed);
      const ends: string[] = [];
      let said;
      while (said === undefined && ends.length < 4) {
        const ended = await useStore(compiled, ['use', directory, 'x']);
        said = ended.said;
        if (said === undefined) ends.push(`by ${ended.signal ?? ended.code}`);
      }
      expect(said?.outcome, `it ended ${ends.join(', ')}`).toMatch(
        /^(service|STORE_UNAVAILABLE|CORRUPT_RECORD)$/,
      );
    },
    60_000,
  );
});

it('grows beyond its map while another process has it open and grows it, too', async () => {
  const directory = join(root, 'growing');
  const both = await Promise.all([
    useStore(compiled, ['grow', directory, 'a', '150']),
    useStore(compiled, ['grow', directory, 'b', '150']),
  ]);
  for (const { said } of both) expect(said).toMatchObject({ outcome: 'service' });
  const store = await open(directory);
  expect(store.stats().events).toBe(300);
  await store.close();
}, 60_000);
