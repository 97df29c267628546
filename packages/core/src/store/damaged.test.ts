import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  all,
  event,
  idsOf,
  openBench,
  present,
  user,
  usual,
  usualRequest,
  type StoreBench,
} from '../testing/store/bench.ts';
import { lmdbStore } from './lmdb/lmdb-store.ts';

const delivered = { status: 'delivered' } as const;
let directory: string;
let bench: StoreBench;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'millrace-damaged-'));
  bench = await openBench(lmdbStore(directory));
});
afterEach(async () => {
  await bench.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Writes bytes over entries of the log, as a disk that lies would. */
async function damage(
  change: (log: {
    get(position: number): Uint8Array | undefined;
    put(position: number, bytes: Uint8Array): Promise<boolean>;
  }) => Promise<unknown>,
): Promise<void> {
  await bench.close();
  const root = open({ path: directory, maxDbs: 32, pageSize: 16_384 });
  await change(
    root.openDB<Uint8Array, number>({ name: 'log', keyEncoding: 'uint32', encoding: 'binary' }),
  );
  await root.close();
  await bench.restart();
}

const damageBody = (position: number): Promise<void> =>
  damage((log) => {
    const entry = Buffer.from(log.get(position) ?? []);
    return log.put(position, entry.fill(0xff, entry.indexOf('\n') + 10));
  });

const damageHeader = (position: number): Promise<void> =>
  damage((log) => {
    const entry = Buffer.from(log.get(position) ?? []);
    return log.put(position, entry.fill(0xff, 0, 5));
  });

async function deliverAll(): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const lease = await bench.lease();
    if (lease === undefined) return ids;
    ids.push(...idsOf(lease));
    await bench.store.settle(lease, all(lease, delivered));
  }
}

const counts = () => bench.store.stats().destinations[usual];

describe('an event whose bytes are damaged', () => {
  it('is a dead letter, and those before and behind it are lent: F1', async () => {
    const who = user('a');
    await bench.append(event('1', who), event('2', who), event('3', who), event('4', user('b')));
    await damageBody(2);

    expect(await deliverAll()).toEqual(['1', '3', '4']);
    expect(counts()).toMatchObject({ pending: 0, delivered: 3, dead: 1 });
    const [letter] = await bench.store.deadLetters({});
    expect(letter).toMatchObject({ ref: 2, stage: 'map', destination: usual });
    expect(letter?.event.messageId).toBe('damaged-at-2');
    expect(letter?.reason).toMatch(/position 2 .* cannot be read back.* Restore .* or discard/);
  });

  it('is a dead letter when it is alone, the last one, or already waits for a retry', async () => {
    await bench.append(event('1', user('a')));
    const first = present(await bench.lease());
    const at = bench.clock.now() + 1_000;
    await bench.store.settle(first, all(first, { status: 'retry', at, reason: 'busy' }));
    await damageBody(1);
    expect(await deliverAll()).toEqual([]);
    await bench.clock.advance(1_000);

    expect(await deliverAll()).toEqual([]);
    expect(counts()).toMatchObject({ pending: 0, delivered: 0, dead: 1 });
    expect(await bench.store.deadLetters({})).toMatchObject([{ attempts: 1 }]);
  });

  it('can be discarded, and is listed as a drop', async () => {
    await bench.append(event('1', user('a')));
    await damageBody(1);
    await deliverAll();

    expect(await bench.store.resolveDeadLetters({ destination: usual }, 'discard')).toBe(1);
    expect(await bench.store.drops(10)).toMatchObject([{ messageId: 'damaged-at-1' }]);
    expect(counts()).toMatchObject({ pending: 0, dead: 0, dropped: 1 });
  });

  it('dies again when it is replayed as it is', async () => {
    await bench.append(event('1', user('a')), event('2', user('a')));
    await damageBody(1);
    await deliverAll();
    await bench.store.resolveDeadLetters({}, 'replay');

    expect(await deliverAll()).toEqual([]);
    expect(counts()).toMatchObject({ pending: 0, delivered: 1, dead: 1 });
  });

  it('does not keep held events from being listed', async () => {
    await bench.append(event('1', user('a')), event('2', user('b')));
    const lease = present(await bench.lease());
    await bench.store.settle(lease, all(lease, { status: 'held', reason: 'who?' }));
    await damageBody(1);

    expect((await bench.store.held(10)).map(({ messageId }) => messageId)).toEqual([
      'damaged-at-1',
      '2',
    ]);
  });
});

describe('an entry of which nothing can be read', () => {
  it('is passed over and reported, and nobody waits for it: F2', async () => {
    await bench.append(event('1', user('a')), event('2', user('b')), event('3', user('c')));
    await damageHeader(2);
    const warned: object[] = [];
    await bench.close();
    const logger = { warn: (fields: object) => void warned.push(fields) };
    bench = await openBench((environment) => lmdbStore(directory)({ ...environment, logger }));

    expect(await deliverAll()).toEqual(['1', '3']);
    expect(counts()).toMatchObject({ pending: 0, delivered: 2, dead: 0 });
    expect(warned).toEqual([{ destination: usual, positions: [2] }]);
    await bench.append(event('4', user('d')));
    expect(counts()).toMatchObject({ pending: 1 });
    expect(await deliverAll()).toEqual(['4']);
    expect(counts()).toMatchObject({ pending: 0, delivered: 3 });
    // It says which entry it is, and all else agrees.
    expect((await bench.store.verify()).problems).toEqual([expect.stringContaining('position')]);
  });

  it('is not counted off for a destination that it was not for', async () => {
    const mail = { destinations: ['Mail'] };
    await bench.append(event('1', user('a')), event('2', user('b'), mail), event('3', user('c')));
    await damageHeader(2);
    expect(await deliverAll()).toEqual(['1', '3']);
    expect(await bench.store.lease('Mail', usualRequest)).toBeUndefined();

    expect(counts()).toMatchObject({ pending: 0, delivered: 2 });
    expect(bench.store.stats().destinations['Mail']).toMatchObject({ pending: 0, delivered: 0 });
  });

  it('is not mistaken for an event that waits', async () => {
    await bench.append(event('1', user('a')), event('2', user('b')), event('3', user('c')));
    await damageHeader(2);
    const lease = present(await bench.lease());
    const [one, three] = lease.events.map(({ ref }) => ref) as [number, number];
    const at = bench.clock.now() + 1_000;
    await bench.store.settle(lease, [
      { ref: one, status: 'delivered' },
      { ref: three, status: 'retry', at, reason: 'busy' },
    ]);
    expect(await bench.lease()).toBeUndefined();
    await bench.clock.advance(1_000);

    expect(await deliverAll()).toEqual(['3']);
    expect(counts()).toMatchObject({ pending: 0, delivered: 2 });
  });

  it('does not keep the store from being opened when it is the last one', async () => {
    await bench.append(event('1', user('a')), event('2', user('b')));
    await damageHeader(2);

    expect(await bench.append(event('3', user('c')))).toEqual([true]);
    expect(await deliverAll()).toEqual(['1', '3']);
  });
});

it('a dead letter that cannot be read back says so', async () => {
  await bench.append(
    event('a', user('1'), { destinations: [], failed: 'it threw' }),
    event('b', user('2'), { destinations: [], failed: 'it threw' }),
  );
  await damageBody(1);

  const letters = await bench.store.deadLetters({});
  expect(letters.map(({ event: { messageId }, damaged }) => [messageId, damaged])).toEqual([
    ['damaged-at-1', true],
    ['b', undefined],
  ]);
});
