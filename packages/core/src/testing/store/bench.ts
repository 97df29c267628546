import assert from 'node:assert/strict';
import type { ExternalId } from '../../event/context.ts';
import type { Lease, Settlement } from '../../store/lease.ts';
import type { Retention } from '../../store/retention.ts';
import type { Appended, OpenStore, Store, StoreEnvironment } from '../../store/store.ts';
import { trackEvent } from '../events.ts';
import { manualClock, type ManualClock } from '../manual-clock.ts';
import { TestHost, type TestProcess } from './process.ts';

/** Where a store keeps its things: opened again, it is the same store. */
export interface StorePlace extends OpenStore {
  /**
   * What a crash at this very moment would leave: another place, with all that was flushed and nothing else. A place that
   * cannot say so leaves it out: the kit then closes the store and opens it again.
   */
  readonly crash?: () => StorePlace;
}

/** A store under test, with the few words that the cases are written in. */
export interface StoreBench {
  readonly clock: ManualClock;
  store: Store;
  /** The store is closed and opened again, and nothing that was on loan is settled. */
  /** @param retention what may be removed from then on. */
  restart(retention?: Retention): Promise<void>;
  /** The store is opened again as a crash at this very moment leaves it, with what was flushed. */
  crash(): Promise<void>;
  /** Closes all that was opened. */
  close(): Promise<void>;
  /** Opens the same place once more, beside the first, as another process does. */
  openAnother(): Promise<Store>;
  /** The process that has opened a store. */
  processOf(store: Store): TestProcess;
  append(...events: Appended[]): Promise<readonly boolean[]>;
  lease(options?: {
    destination?: string;
    max?: number;
    bytes?: number;
    leaseMs?: number;
  }): Promise<Lease | undefined>;
  /** The ids of the events that a lease has. */
  leasedIds(options?: { destination?: string; max?: number }): Promise<string[]>;
}

/** A lease of all that there is. */
export const usualRequest = { maxEvents: 100, maxBytes: 1_000_000, leaseMs: 60_000 };

/** A case of the kit, before it is given a store. */
export interface StoreCase {
  readonly clause: string;
  readonly name: string;
  run(bench: StoreBench): Promise<void>;
}

export const usual = 'Shop';

/** An event to append: about `who`, named `id`. */
export function event(
  id: string,
  who: ExternalId | readonly ExternalId[],
  more: Partial<Appended> = {},
): Appended {
  const body = Buffer.from(JSON.stringify(trackEvent({ messageId: id })));
  const identifiers = Array.isArray(who) ? (who as readonly ExternalId[]) : [who as ExternalId];
  return { messageId: id, body, identifiers, destinations: [usual], ...more };
}

export const user = (id: string): ExternalId => ({ type: 'user_id', id });
export const email = (id: string): ExternalId => ({ type: 'email', id });
export const anonymous = (id: string): ExternalId => ({ type: 'anonymous_id', id });

export const idsOf = (lease: Lease | undefined): string[] =>
  (lease?.events ?? []).map((leased) => leased.event.messageId);

/** The same settlement for every event of a lease. */
export function all(
  lease: Lease | undefined,
  settlement: DistributiveOmit<Settlement, 'ref'>,
): Settlement[] {
  assert.ok(lease, 'expected a lease');
  return lease.events.map(({ ref }) => ({ ref, ...settlement }));
}
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export function present<T>(value: T | undefined): T {
  assert.ok(value !== undefined, 'expected a lease');
  return value;
}

/** Nothing in the store contradicts anything else in it. */
export async function assertSound(store: Store): Promise<void> {
  assert.deepEqual((await store.verify()).problems, []);
}

export async function openBench(first: StorePlace): Promise<StoreBench> {
  const clock = manualClock();
  let place = first;
  let environment: StoreEnvironment = { clock };
  const opened: Store[] = [];
  const host = new TestHost(clock);
  const processes = new Map<Store, TestProcess>();
  const open = async (): Promise<Store> => {
    const process = host.spawn();
    const store = await place({ ...environment, ...process.environment });
    opened.push(store);
    processes.set(store, process);
    return store;
  };
  const bench: StoreBench = {
    clock,
    store: await open(),
    async restart(retention) {
      if (retention !== undefined) environment = { ...environment, retention };
      await bench.close();
      bench.store = await open();
    },
    async crash() {
      // Asked before anything else happens: what is under way now may or may not be in there.
      place = place.crash?.() ?? place;
      await bench.restart();
    },
    async close() {
      for (const store of opened.splice(0)) await store.close();
    },
    openAnother: open,
    processOf: (store) => present(processes.get(store)),
    append: (...events) => bench.store.append({ events }),
    lease: ({ destination = usual, max = 100, bytes = 1_000_000, leaseMs = 60_000 } = {}) =>
      bench.store.lease(destination, { maxEvents: max, maxBytes: bytes, leaseMs }),
    leasedIds: async (options) => idsOf(await bench.lease(options)),
  };
  return bench;
}
