import { defineTransform, type OpenStore, type Store, type Transform } from '@millrace/core';
import type { BigCommerceSettings } from '@millrace/source-bigcommerce';

/** A backend with one thing wrong: whoever doubts the judge can watch it find that. */
export interface Mutant {
  readonly breaks: string;
  readonly settings?: Partial<BigCommerceSettings>;
  readonly store?: (open: OpenStore) => OpenStore;
  readonly transforms?: readonly Transform[];
}

/** The same store, but for these methods. */
const changing =
  (change: (store: Store) => Partial<Store>) =>
  (open: OpenStore): OpenStore =>
  async (environment) => {
    const store = await open(environment);
    const changes = change(store);
    return new Proxy(store, {
      get(target, member) {
        if (Object.hasOwn(changes, member)) return changes[member as keyof Store];
        const value = Reflect.get(target, member, target) as unknown;
        // A method must see the store itself, not what stands before it.
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  };

const everyTenth = (orderId: unknown): boolean => Number(orderId) % 10 === 0;

export const mutants = {
  'no-sweep': {
    breaks: 'nothing looks for what webhooks missed',
    settings: { poll: false },
  },
  'no-ledger': {
    breaks: 'what was told of an order is forgotten',
    store: changing((store) => ({
      recall: async (source, key) =>
        key.startsWith('order:') ? undefined : store.recall(source, key),
    })),
  },
  'no-refunds': {
    breaks: 'the refunds of an order are never read',
    settings: {
      fetch: async (input, init) =>
        new Request(input).url.includes('/payment_actions/refunds')
          ? Response.json({
              data: [],
              meta: { pagination: { total: 0, current_page: 1, total_pages: 1 } },
            })
          : fetch(input, init),
    },
  },
  'lost-commits': {
    breaks: 'every twentieth commit of a source loses its events and keeps its state',
    store: changing((store) => {
      let commits = 0;
      return {
        append(commit) {
          if (commit.state === undefined || commit.events.length === 0) return store.append(commit);
          commits += 1;
          if (commits % 20 !== 0) return store.append(commit);
          return store.append({ ...commit, events: [] }).then(() => commit.events.map(() => true));
        },
      };
    }),
  },
  'one-cent': {
    breaks: 'every tenth order is told as worth one cent more',
    transforms: [
      defineTransform({
        name: 'one cent more',
        on: 'Order Completed',
        apply(event) {
          const { order_id: orderId, total } = event.properties;
          if (!everyTenth(orderId)) return event;
          return { ...event, properties: { ...event.properties, total: Number(total) + 0.01 } };
        },
      }),
    ],
  },
  'told-twice': {
    breaks: 'every tenth order is told once more, under another id',
    transforms: [
      defineTransform({
        name: 'twice',
        on: 'Order Completed',
        apply(event) {
          const { order_id: orderId } = event.properties;
          if (!everyTenth(orderId)) return event;
          const again = { ...event.properties, order_id: `${orderId}-again` };
          return [event, { ...event, messageId: `${event.messageId}:again`, properties: again }];
        },
      }),
    ],
  },
} satisfies Record<string, Mutant>;

export type MutantName = keyof typeof mutants;

export const isMutant = (name: string): name is MutantName => Object.hasOwn(mutants, name);
