import { setImmediate } from 'node:timers/promises';
import type { OpenStore, Settlement, Store } from '@millrace/core';

/** A store with one promise broken: whoever doubts the judge can watch it find that. */
export interface Mutant {
  readonly breaks: string;
  readonly change: (store: Store) => Partial<Store>;
}

const heldAsDelivered = (settlement: Settlement): Settlement =>
  settlement.status === 'held' ? { ref: settlement.ref, status: 'delivered' } : settlement;

const deadAsDelivered = (settlement: Settlement): Settlement =>
  settlement.status === 'dead' ? { ref: settlement.ref, status: 'delivered' } : settlement;

export const mutants = {
  'early-acknowledgement': {
    breaks: 'append answers before its write is durable',
    change: (store) => ({
      async append(commit) {
        store.append(commit).catch(() => undefined);
        await setImmediate();
        return commit.events.map(() => true);
      },
    }),
  },
  'no-settle': {
    breaks: 'settle writes nothing',
    change: () => ({ settle: async () => undefined }),
  },
  'lost-hold': {
    breaks: 'a held event is settled as if it were delivered',
    change: (store) => ({
      settle: (lease, settlements) => store.settle(lease, settlements.map(heldAsDelivered)),
    }),
  },
  'lost-dead-letter': {
    breaks: 'a dead letter is settled as if it were delivered',
    change: (store) => ({
      settle: (lease, settlements) => store.settle(lease, settlements.map(deadAsDelivered)),
    }),
  },
  'state-apart': {
    breaks: "a source's state is written after its events, not with them",
    change: (store) => ({
      async append({ events, state }) {
        const answer = await store.append({ events });
        if (state !== undefined) await store.append({ events: [], state });
        return answer;
      },
    }),
  },
  'state-first': {
    breaks: "a source's state is written before its events, not with them",
    change: (store) => ({
      async append({ events, state }) {
        if (state !== undefined) await store.append({ events: [], state });
        return store.append({ events });
      },
    }),
  },
  'settle-first': {
    breaks: 'what is lent is settled before it is delivered',
    change: (store) => ({
      async lease(destination, request) {
        const lease = await store.lease(destination, request);
        if (lease === undefined) return undefined;
        const settled = lease.events.map(({ ref }) => ({ ref, status: 'delivered' }) as const);
        await store.settle(lease, settled);
        return lease;
      },
      settle: async () => undefined,
    }),
  },
} satisfies Record<string, Mutant>;

export type MutantName = keyof typeof mutants;

export const isMutant = (name: string): name is MutantName => Object.hasOwn(mutants, name);

/** The same store, with that one promise broken. */
export function mutated(open: OpenStore, name: MutantName): OpenStore {
  return async (environment) => {
    const store = await open(environment);
    const changes: Partial<Store> = (mutants[name] satisfies Mutant as Mutant).change(store);
    return new Proxy(store, {
      get(target, member) {
        if (Object.hasOwn(changes, member)) return changes[member as keyof Store];
        const value = Reflect.get(target, member, target) as unknown;
        // A method must see the store itself, not what stands before it.
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  };
}
