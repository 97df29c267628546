import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { manualClock } from '../../testing/manual-clock.ts';
import { Disk } from './disk.ts';
import { Reserve } from './reserve.ts';

let directory: string;
let reserve: Reserve;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'millrace-disk-'));
  reserve = new Reserve(directory, 4_096);
  await reserve.make();
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A write that finds the disk full until the reserve is given up. */
const needy = async (): Promise<string> => {
  const isThere = reserve.isThere;
  await Promise.resolve();
  if (isThere) throw Object.assign(new Error('No space left on device'), { code: 'ENOSPC' });
  return 'written';
};

it('gives the room of the reserve to all that are essential and fail together', async () => {
  const disk = new Disk(directory, manualClock(), reserve);
  const all = await Promise.all([1, 2, 3].map(() => disk.write(needy, 'essential')));
  expect(all).toEqual(['written', 'written', 'written']);
  await disk.close();
});

it('tries once more, and not again and again, when even that is not enough', async () => {
  const disk = new Disk(directory, manualClock(), reserve);
  let tries = 0;
  const hopeless = async (): Promise<never> => {
    tries += 1;
    throw Object.assign(new Error('No space left on device'), { code: 'ENOSPC' });
  };
  await expect(disk.write(hopeless, 'essential')).rejects.toMatchObject({ code: 'STORE_FULL' });
  expect(tries).toBe(2);
  await disk.close();
});

it('makes the reserve a tenth of a second after opening', async () => {
  reserve.giveUp();
  const clock = manualClock();
  const disk = new Disk(directory, clock, reserve);
  await clock.advance(99);
  expect(reserve.isThere).toBe(false);
  await clock.advance(1);
  await disk.close();
  expect(reserve.isThere).toBe(true);
});
