import type { Lease, Settlement } from '../../../store/lease.ts';
import type { Retention } from '../../../store/retention.ts';
import type { OpenStore, Store, StoreEnvironment } from '../../../store/store.ts';
import type { StorePlace } from '../bench.ts';

/** A store that breaks one promise, and the clauses whose cases must notice. */
export interface Mutant {
  /** What it does wrong, as "it ..." would go on. */
  readonly name: string;
  /** At least one case of each of these clauses must fail. */
  readonly caughtBy: readonly string[];
  readonly wrap: (place: StorePlace) => StorePlace;
}

/** What a mutant does otherwise than the honest store that it is made of. */
type Defect = (store: Store, place: Shared) => Partial<Store>;

/** What all stores of one place have in common, also over a restart. */
interface Shared {
  readonly notes: Map<string, unknown>;
}

/** A store that does as `store` does, but for what is given. */
function altered(store: Store, changes: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, key) {
      if (key in changes) return Reflect.get(changes, key) as unknown;
      const value = Reflect.get(target, key) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function withDefect(defect: Defect) {
  return function wrap(place: StorePlace): StorePlace {
    const shared: Shared = { notes: new Map() };
    const open: OpenStore = async (environment) => {
      const store = await place(environment);
      return altered(store, defect(store, shared));
    };
    const { crash } = place;
    return Object.assign(open, crash === undefined ? {} : { crash: () => wrap(crash()) });
  };
}

export const mutant = (name: string, caughtBy: readonly string[], defect: Defect): Mutant => ({
  name,
  caughtBy,
  wrap: withDefect(defect),
});

/** A mutant that settles each event otherwise than it was told. */
export const missettling = (
  name: string,
  caughtBy: readonly string[],
  change: (settlement: Settlement) => Settlement,
): Mutant =>
  mutant(name, caughtBy, (store) => ({
    settle: (lease, settlements) => store.settle(lease, settlements.map(change)),
  }));

/** A mutant whose leases are not what they should be. */
export const mislending = (
  name: string,
  caughtBy: readonly string[],
  change: (lease: Lease) => Lease,
): Mutant =>
  mutant(name, caughtBy, (store) => ({
    lease: async (destination, request) => {
      const lease = await store.lease(destination, request);
      return lease && change(lease);
    },
  }));

/** A mutant that does not go by what it was opened with. */
export const reopening = (
  name: string,
  caughtBy: readonly string[],
  change: (environment: StoreEnvironment) => StoreEnvironment,
): Mutant => ({
  name,
  caughtBy,
  wrap: function wrap(place): StorePlace {
    const open: OpenStore = (environment) => place(change(environment));
    const { crash } = place;
    return Object.assign(open, crash === undefined ? {} : { crash: () => wrap(crash()) });
  },
});

export const withRetention = (
  { retention, ...environment }: StoreEnvironment,
  change: Partial<Retention>,
): StoreEnvironment =>
  retention === undefined
    ? environment
    : { ...environment, retention: { ...retention, ...change } };
