import type { Tables } from '../engine/database.ts';
import type { DestinationRecord, ExceptionRecord } from '../engine/rows.ts';
import { altered, mapTables, type Tamper } from './places.ts';

/** A defect below the engine, and the clauses whose cases must notice. */
export interface DeepMutant {
  readonly name: string;
  readonly caughtBy: readonly string[];
  readonly tamper: Tamper;
}

/** A database one table of which is not what it should be. */
function withTable<N extends keyof Tables>(
  name: N,
  changes: (table: Tables[N]) => Partial<Tables[N]>,
): Tamper {
  return (database) => ({
    ...database,
    tables: mapTables(database.tables, (table, found) =>
      found === name ? altered(table, changes(table as Tables[N])) : table,
    ),
  });
}

/** A database that runs something when it is opened. */
const onOpening =
  (run: (tables: Tables) => void): Tamper =>
  (database) => {
    let ready: Promise<void> | undefined;
    return {
      ...database,
      async write(fn) {
        ready ??= database.write(() => run(database.tables));
        await ready;
        return database.write(fn);
      },
    };
  };

/** Resolves when the transaction has run: it is not on the disk by then. */
const acknowledgeBeforeFlush: Tamper = (database) => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...database,
    write: <T>(fn: () => T) =>
      new Promise<T>((resolve, reject) => {
        last = database.write(() => resolve(fn())).catch(reject);
      }),
    async close() {
      await last;
      await database.close();
    },
  };
};

/** What an adapter, or the engine itself, could do wrong in the tables. */
export const deepMutants: readonly DeepMutant[] = [
  {
    name: 'acknowledges before the flush',
    caughtBy: ['A1', 'S1'],
    tamper: acknowledgeBeforeFlush,
  },
  {
    name: 'settles without looking at the epoch',
    caughtBy: ['L8'],
    tamper: (database) => {
      const own = new Map<string, DestinationRecord>();
      return withTable('destinations', (table) => ({
        get(name) {
          const record = table.get(name);
          const mine = own.get(name);
          return record && mine ? { ...record, epoch: mine.epoch } : record;
        },
        put(name, record) {
          own.set(name, record);
          table.put(name, record);
        },
      }))(database);
    },
  },
  {
    name: 'forgets the ids of its events',
    caughtBy: ['A2'],
    tamper: withTable('messageIds', () => ({ put: () => undefined })),
  },
  {
    name: 'forgets whom an identifier belongs to',
    caughtBy: ['A1', 'I2', 'L3'],
    tamper: withTable('identifiers', () => ({ put: () => undefined })),
  },
  {
    name: 'forgets that two profiles were merged',
    caughtBy: ['I2'],
    tamper: withTable('profiles', (table) => ({
      put(id, record) {
        if (record.mergedInto === undefined) table.put(id, record);
      },
    })),
  },
  {
    name: 'lends past an unsettled event of the same profile',
    caughtBy: ['L3', 'L4', 'S4'],
    tamper: withTable('byProfile', () => ({ range: () => [] })),
  },
  {
    name: 'forgets the identifiers of a profile',
    caughtBy: ['A1', 'I3'],
    tamper: withTable('profiles', () => ({ put: () => undefined })),
  },
  {
    name: 'forgets what was on loan at a crash',
    caughtBy: ['L9'],
    tamper: withTable('destinations', (table) => ({
      put: (name, record) => table.put(name, { ...record, open: [] }),
    })),
  },
  {
    name: 'releases what is behind an event before that one',
    caughtBy: ['L3', 'L9'],
    tamper: withTable('exceptions', (table) => ({
      put: (key, record) => table.put(key, early(record)),
    })),
  },
  {
    name: 'forgets the reason of a hold',
    caughtBy: ['D4'],
    tamper: withTable('exceptions', (table) => ({
      put: (key, record) => table.put(key, { ...record, reason: 'lost' }),
    })),
  },
  {
    name: 'delivers a dead letter again after a restart',
    caughtBy: ['S1'],
    tamper: onOpening((tables) => {
      const range = { start: ['', 0], end: ['\uffff', 0] } as const;
      for (const { key, value } of tables.dead.range(range)) {
        if (value.stage === 'transform') continue;
        const [destination, ref] = key;
        const record = tables.destinations.get(destination) as DestinationRecord;
        tables.destinations.put(destination, { ...record, open: [...record.open, [ref, ref + 1]] });
      }
    }),
  },
  {
    name: 'removes events that wait',
    caughtBy: ['R2'],
    tamper: withTable('exceptions', () => ({ range: () => [] })),
  },
  {
    name: 'removes events that are dead letters',
    caughtBy: ['R2'],
    tamper: withTable('dead', () => ({ range: () => [] })),
  },
  {
    name: 'remembers the ids of events that it has removed',
    caughtBy: ['R1'],
    tamper: withTable('messageIds', () => ({ remove: () => undefined })),
  },
  {
    name: 'lets its counts drift',
    caughtBy: ['C1'],
    tamper: withTable('destinations', (table) => ({
      put: (name, record) => table.put(name, { ...record, held: 0 }),
    })),
  },
];

function early(record: ExceptionRecord): ExceptionRecord {
  return record.state === 'behind' ? { ...record, state: 'due' } : record;
}
