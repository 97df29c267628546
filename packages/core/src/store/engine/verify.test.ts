import { describe, expect, it } from 'vitest';
import {
  all,
  anonymous,
  event,
  openBench,
  present,
  usual,
  user,
} from '../../testing/store/bench.ts';
import { memoryDatabase } from '../memory/memory-store.ts';
import type { Tables } from './database.ts';
import { openStore } from './open-store.ts';
import type { DestinationRecord, ExceptionRecord } from './rows.ts';

async function damaged(damage: (tables: Tables) => void): Promise<readonly string[]> {
  const database = memoryDatabase();
  const bench = await openBench(async (environment) => openStore(database, environment));
  // At 1 and 2 a held one and one behind it, at 3 a dead letter, at 4 one to be retried, at 5 a pending one.
  await bench.append(event('1', anonymous('x')), event('2', anonymous('x')));
  await bench.append(event('3', user('a')), event('4', user('b')));
  const lease = await bench.lease();
  const at = bench.clock.now() + 1_000;
  await bench.store.settle(
    present(lease),
    all(lease, { status: 'held', reason: 'no email' }).map((settlement) => {
      if (settlement.ref === 3)
        return { ref: 3, status: 'dead', stage: 'map', reason: 'bad' } as const;
      return settlement.ref === 4 ? { ref: 4, status: 'retry', at, reason: 'busy' } : settlement;
    }),
  );
  await bench.append(event('5', user('c'), { draftId: 'draft' }));
  expect(await bench.store.verify()).toEqual({ entries: 5, problems: [] });
  await database.write(() => damage(database.tables));
  const { problems } = await bench.store.verify();
  await bench.close();
  return problems;
}

const destination = (tables: Tables): DestinationRecord =>
  tables.destinations.get(usual) ?? expect.unreachable();
const exception = (tables: Tables, ref: number): ExceptionRecord =>
  tables.exceptions.get([usual, ref]) ?? expect.unreachable();
const change = (tables: Tables, ref: number, changes: Partial<ExceptionRecord>): void =>
  tables.exceptions.put([usual, ref], { ...exception(tables, ref), ...changes });
const count = (tables: Tables, changes: Partial<DestinationRecord>): void =>
  tables.destinations.put(usual, { ...destination(tables), ...changes });

const damages: readonly [string, (tables: Tables) => void, RegExp][] = [
  [
    'a damaged event',
    (tables) => tables.log.put(5, Buffer.from('[5,1,"Shop"]\n{')),
    /position 5 cannot be read/,
  ],
  [
    'an event that is gone',
    (tables) => tables.log.remove(4),
    /position 4 for Shop waits, and is not there/,
  ],
  [
    'a dead letter without its event',
    (tables) => tables.log.remove(3),
    /dead letter at Shop is at position 3/,
  ],
  [
    'a lost id',
    (tables) => tables.messageIds.remove('5'),
    /the id "5" of the event at position 5 is not known/,
  ],
  ['the lost id of a draft', (tables) => tables.messageIds.remove('draft'), /the id "draft"/],
  [
    'an id of nothing',
    (tables) => tables.messageIds.put('9', 9),
    /the id "9" is that of position 9/,
  ],
  [
    'a drop of nothing',
    (tables) => tables.drops.put([9, usual], { reason: '', at: 0 }),
    /a drop at Shop is at position 9/,
  ],
  [
    'a wrong number of events',
    (tables) => tables.totals.put('totals', { events: 4, bytes: 0, dropped: 0, failed: 0 }),
    /4 events are counted, and there are 5/,
  ],
  [
    'a wrong number of bytes',
    (tables) => tables.totals.put('totals', { events: 5, bytes: 1, dropped: 0, failed: 0 }),
    /1 bytes of events are counted/,
  ],
  [
    'a wrong number of failed ones',
    (tables) => tables.totals.put('totals', { events: 5, bytes: 1, dropped: 0, failed: 2 }),
    /2 dead letters of transforms are counted, and there are 0/,
  ],
  [
    'a wrong number of routed ones',
    (tables) => tables.routed.put(usual, 9),
    /6 pending events for Shop are counted, and there are 2/,
  ],
  [
    'a position passed over',
    (tables) => count(tables, { next: 6 }),
    /2 pending events for Shop are counted, and there are 1/,
  ],
  ['a wrong number of held ones', (tables) => count(tables, { held: 1 }), /1 held events for Shop/],
  [
    'a wrong number of dead letters',
    (tables) => count(tables, { dead: 2 }),
    /2 dead letters for Shop/,
  ],
  [
    'a wrong number of exceptions',
    (tables) => count(tables, { exceptions: 9 }),
    /9 events that wait for Shop/,
  ],
  [
    'a lease of the future',
    (tables) => count(tables, { open: [[5, 9]] }),
    /a lease for Shop is from 5 to 9/,
  ],
  [
    'a due one that is not listed',
    (tables) => tables.due.remove([usual, exception(tables, 4).at, 4]),
    /position 4 for Shop is due, and would not be found/,
  ],
  [
    'one that is listed as due',
    (tables) => tables.due.put([usual, 1, 5], 1),
    /position 5 is listed as due for Shop/,
  ],
  [
    'one that its profile does not know',
    (tables) => tables.byProfile.remove([usual, exception(tables, 4).profile, 4]),
    /its profile 4 does not know of it/,
  ],
  [
    'one that is listed under another profile',
    (tables) => tables.byProfile.put([usual, 3, 4], 1),
    /position 4 is listed under profile 3/,
  ],
  [
    'one under a merged profile',
    (tables) => tables.profiles.put(4, { mergedInto: 3 }),
    /waits under profile 4, which was merged/,
  ],
  [
    'two first ones of a profile',
    (tables) => change(tables, 2, { state: 'held' }),
    /position 2 is held for Shop while an earlier one/,
  ],
  [
    'a held one that does not count',
    (tables) =>
      tables.exceptions.put([usual, 1], { state: 'held', at: 0, profile: 1, attempts: 0 }),
    /position 1 for Shop is held, and not counted/,
  ],
  [
    'one that waits and is dead',
    (tables) => tables.dead.put([usual, 4], { stage: 'map', reason: '', attempts: 1, at: 0 }),
    /position 4 for Shop waits, and is a dead letter/,
  ],
];

describe('verify finds', () => {
  it.each(damages)('%s', async (_name, damage, problem) => {
    expect(await damaged(damage)).toContainEqual(expect.stringMatching(problem));
  });

  it('so much that it tells of the first hundred only', async () => {
    const problems = await damaged((tables) => {
      for (let number = 10; number < 200; number += 1) tables.messageIds.put(`${number}`, number);
    });
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('and 90 more');
  });
});
