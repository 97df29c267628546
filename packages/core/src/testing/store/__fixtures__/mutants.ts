import type { Lease } from '../../../store/lease.ts';
import {
  mislending,
  missettling,
  mutant,
  reopening,
  withRetention,
  type Mutant,
} from './mutant.ts';

const isLost = (error: unknown): boolean => (error as { code?: string }).code === 'LEASE_LOST';

/** Mutants of any store: honest ones, with one defect before the port. */
export const portMutants: readonly Mutant[] = [
  mutant('answers every event as new', ['A2'], (store) => ({
    append: async (commit) => (await store.append(commit)).map(() => true),
  })),
  mutant('writes the events and the state of a commit apart', ['A3'], (store) => ({
    append: async ({ events, state }) => {
      if (state) await store.append({ events: [], state });
      return store.append({ events });
    },
  })),
  mutant('loses what sources remember', ['A1', 'M1'], (store) => ({
    append: ({ events }) => store.append({ events }),
  })),
  mutant('mixes up the memory of two sources', ['M1'], (store) => ({
    append: ({ events, state }) =>
      store.append({ events, ...(state && { state: { ...state, source: 'all' } }) }),
    recall: (_, key) => store.recall('all', key),
    recallAll: (_, prefix, limit, after) => store.recallAll('all', prefix, limit, after),
  })),
  mutant('takes appends after it was closed, and loses them', ['A4'], (store) => {
    let closed = false;
    return {
      append: async (commit) => (closed ? commit.events.map(() => true) : store.append(commit)),
      close: () => {
        closed = true;
        return store.close();
      },
    };
  }),
  mislending('lends the newest events first', ['L1'], (lease) => ({
    ...lease,
    events: lease.events.toReversed(),
  })),
  mutant('lends the same events twice', ['L2'], (store) => {
    let last: Lease | undefined;
    return {
      lease: async (destination, request) => {
        const lease = await store.lease(destination, request);
        if (lease) last = lease;
        return lease ?? (last?.destination === destination ? last : undefined);
      },
    };
  }),
  mutant('lets one destination block another', ['L5'], (store) => {
    let busy: string | undefined;
    return {
      lease: async (destination, request) => {
        if (busy !== undefined && busy !== destination) return undefined;
        const lease = await store.lease(destination, request);
        if (lease) busy = destination;
        return lease;
      },
    };
  }),
  mutant('ignores how many events were asked for', ['L6'], (store) => ({
    lease: (destination, request) => store.lease(destination, { ...request, maxEvents: 1_000 }),
  })),
  mutant('ignores how many bytes were asked for', ['L6'], (store) => ({
    lease: (destination, request) => store.lease(destination, { ...request, maxBytes: 1e9 }),
  })),
  mutant('never lets a lease expire', ['L7'], (store) => ({
    lease: (destination, request) => store.lease(destination, { ...request, leaseMs: 1e12 }),
  })),
  mutant('says nothing when a lease is lost', ['L7', 'L8', 'S6'], (store) => ({
    settle: (lease, settlements) =>
      store.settle(lease, settlements).catch((error: unknown) => {
        if (!isLost(error)) throw error;
      }),
  })),
  mutant('skips the write of a settle', ['S1', 'C1'], () => ({ settle: async () => undefined })),
  mutant('settles what it was not told of', ['S5'], (store) => ({
    settle: (lease, settlements) =>
      store.settle(
        lease,
        lease.events.map(
          ({ ref }) =>
            settlements.find((one) => one.ref === ref) ?? { ref, status: 'delivered' as const },
        ),
      ),
  })),
  missettling('tries again at once', ['S2'], (settlement) =>
    settlement.status === 'retry' ? { ...settlement, at: 0 } : settlement,
  ),
  missettling('counts a release as an attempt', ['S3'], (settlement) =>
    settlement.status === 'release'
      ? { ref: settlement.ref, status: 'retry', at: 0, reason: 'released' }
      : settlement,
  ),
  missettling('drops a hold', ['S4', 'D4', 'C1'], (settlement) =>
    settlement.status === 'held' ? { ref: settlement.ref, status: 'delivered' } : settlement,
  ),
  missettling('releases what it should hold', ['S4'], (settlement) =>
    settlement.status === 'held' ? { ref: settlement.ref, status: 'release' } : settlement,
  ),
  mislending('forgets how often an event was tried', ['S2'], (lease) => ({
    ...lease,
    events: lease.events.map((one) => ({ ...one, attempts: 0 })),
  })),
  mutant('does not know when the next event is due', ['S2'], () => ({ nextDue: () => undefined })),
  mutant('tells nobody what was released', ['S4'], (store) => ({
    listen: (listener) => store.listen({ ...listener, released: () => undefined }),
  })),
  mutant('makes a discarded dead letter due again', ['D2'], (store) => ({
    resolveDeadLetters: (query) => store.resolveDeadLetters(query, 'replay'),
  })),
  mutant('lists no drops', ['D2', 'D3'], () => ({ drops: async () => [] })),
  mutant('lists dead letters without their reason', ['D1'], (store) => ({
    deadLetters: async (query) =>
      (await store.deadLetters(query)).map((letter) => Object.assign(letter, { reason: '' })),
  })),
  mutant('counts what is held twice', ['C1'], (store) => ({
    stats() {
      const stats = store.stats();
      const destinations = Object.entries(stats.destinations).map(
        ([name, one]) => [name, { ...one, pending: one.pending + one.held }] as const,
      );
      return { ...stats, destinations: Object.fromEntries(destinations) };
    },
  })),
  reopening('keeps everything for good', ['R1', 'R6'], (environment) =>
    withRetention(environment, { days: 1e6 }),
  ),
  reopening('lets the log grow without bounds', ['R3'], (environment) =>
    withRetention(environment, { maxBytes: 1e15 }),
  ),
  reopening('holds events for good', ['R5'], (environment) =>
    withRetention(environment, { heldDays: 1e6 }),
  ),
  mutant('readmits nothing', ['R7', 'R8', 'R9'], () => ({ readmit: async () => 0 })),
  mutant('readmits what the destination does not want', ['R9'], (store) => ({
    readmit: (destination, readmission) =>
      store.readmit(destination, { ...readmission, wants: () => true }),
  })),
  mutant('loses what is being settled when it is closed', ['E2'], (store) => {
    const before = { ...store.stats() };
    return {
      close: async () => {
        await store.close();
        return before;
      },
    };
  }),
  mutant('extends no lease', ['L10'], () => ({ extend: async (lease) => lease })),
  mutant('lends of a destination that is paused', ['L11'], () => ({
    pause: async () => undefined,
  })),
  mutant('ignores how many retries were asked for', ['L12'], (store) => ({
    lease: (destination, request) => store.lease(destination, { ...request, maxRetries: 1_000 }),
  })),
  mutant('forgets the failures of a dead letter', ['S7'], (store) => ({
    deadLetters: async (query) =>
      (await store.deadLetters(query)).map((letter) => Object.assign(letter, { history: [] })),
  })),
  mutant('does not say that it stands by', ['W1'], () => ({ standsBy: () => false })),
];
