import assert from 'node:assert/strict';
import type { ExternalId } from '../../event/context.ts';
import type { Lease, Settlement } from '../../store/lease.ts';
import type { Appended, OpenStore, Store } from '../../store/store.ts';
import { trackEvent } from '../events.ts';
import { manualClock, type ManualClock } from '../manual-clock.ts';

/** Where a store keeps its things: opened again, it is the same store. */
export type StorePlace = OpenStore;

/** A store under test, with the few words that the cases are written in. */
export interface StoreBench {
  readonly clock: ManualClock;
  store: Store;
  /** What a crash leaves: the store is opened again, and nothing that was on loan is settled. */
  restart(): Promise<void>;
  /** Opens the same place once more, beside the first. */
  openAnother(): Promise<Store>;
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

export async function openBench(place: StorePlace): Promise<StoreBench> {
  const clock = manualClock();
  const opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = await place({ clock });
    opened.push(store);
    return store;
  };
  const bench: StoreBench = {
    clock,
    store: await open(),
    async restart() {
      for (const store of opened.splice(0)) await store.close();
      bench.store = await open();
    },
    openAnother: open,
    append: (...events) => bench.store.append({ events }),
    lease: ({ destination = usual, max = 100, bytes = 1_000_000, leaseMs = 60_000 } = {}) =>
      bench.store.lease(destination, { maxEvents: max, maxBytes: bytes, leaseMs }),
    leasedIds: async (options) => idsOf(await bench.lease(options)),
  };
  return bench;
}
