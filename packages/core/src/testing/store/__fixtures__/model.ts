import type { Lease, Settlement } from '../../../store/lease.ts';
import type { Appended, Commit } from '../../../store/store.ts';
import { People, type Who } from './people.ts';

/** One event on its way to one destination. */
export interface Delivery {
  readonly id: string;
  /** In append order. */
  readonly place: number;
  readonly destination: string;
  readonly person: Who;
  readonly appendedAt: number;
  state: 'pending' | 'held' | 'dead' | 'settled';
  attempts: number;
  firstFailedAt: number | undefined;
  /** Not to be lent before. */
  at: number;
  lease: Lease | undefined;
  /** What was known of its person when it was lent. */
  known: { readonly person: Who; readonly version: number } | undefined;
}

/** One event of the log. */
interface Entry {
  readonly place: number;
  readonly person: Who;
  readonly appendedAt: number;
  /** What a transform did to it: then it is for no destination. */
  readonly end: 'dropped' | 'failed' | undefined;
}

export interface Counts {
  pending: number;
  held: number;
  dead: number;
  delivered: number;
  dropped: number;
}

/** What a store is to its callers: docs/spec/store.md in the simplest code that says it. Nothing in it is quick. */
export class Model {
  readonly people = new People();
  /** In append order. */
  deliveries: Delivery[] = [];
  /** By their ids. */
  readonly log = new Map<string, Entry>();
  readonly memory = new Map<string, unknown>();
  readonly paused = new Set<string>();
  readonly totals = { events: 0, dropped: 0, failed: 0 };
  readonly #gone = new Map<string, { delivered: number; dropped: number }>();
  #appended = 0;

  append({ events, state }: Commit, now: number): boolean[] {
    const isNew = events.map((appended) => this.#appendOne(appended, now));
    for (const { key, value } of state?.changes ?? []) {
      if (value === undefined) this.memory.delete(key);
      else this.memory.set(key, value);
    }
    return isNew;
  }

  #appendOne(appended: Appended, now: number): boolean {
    const { messageId: id, identifiers, destinations } = appended;
    if (this.log.has(id)) return false;
    this.#appended += 1;
    this.totals.events += 1;
    const { person, learned } = this.people.link(identifiers);
    if (learned) this.#release(person, now);
    const end = this.#endOf(appended);
    this.log.set(id, { place: this.#appended, person, appendedAt: now, end });
    for (const destination of destinations) this.#deliver(id, destination, 0);
    return true;
  }

  #endOf({ dropped, failed }: Appended): Entry['end'] {
    if (dropped === undefined && failed === undefined) return undefined;
    const end = dropped === undefined ? 'failed' : 'dropped';
    this.totals[end] += 1;
    return end;
  }

  #deliver(id: string, destination: string, at: number): void {
    const { place, person, appendedAt } = this.log.get(id) as Entry;
    this.deliveries.push({
      id,
      place,
      destination,
      person,
      appendedAt,
      state: 'pending',
      attempts: 0,
      firstFailedAt: undefined,
      at,
      lease: undefined,
      known: undefined,
    });
    this.deliveries.sort((a, b) => a.place - b.place);
  }

  #release(person: Who, now: number): void {
    for (const delivery of this.deliveries) {
      if (delivery.state === 'held' && this.people.same(delivery.person, person)) {
        delivery.state = 'pending';
        delivery.at = now;
      }
    }
  }

  find(destination: string, id: string): Delivery | undefined {
    return this.deliveries.find((one) => one.destination === destination && one.id === id);
  }

  of(lease: Lease): Delivery[] {
    return this.deliveries.filter((one) => one.lease?.id === lease.id && isOf(one, lease));
  }

  /** What must be settled first, as it is of the same person and came before. */
  before(delivery: Delivery): Delivery[] {
    return this.deliveries.filter(
      (one) =>
        one.destination === delivery.destination &&
        one.place < delivery.place &&
        (one.state === 'pending' || one.state === 'held') &&
        this.people.same(one.person, delivery.person),
    );
  }

  /** What a lease that takes all may lend now, if nothing is on loan. */
  due(destination: string, now: number): Delivery[] {
    const due = new Set<Delivery>();
    for (const one of this.deliveries) {
      const ready = one.destination === destination && one.state === 'pending' && one.at <= now;
      if (ready && this.before(one).every((earlier) => due.has(earlier))) due.add(one);
    }
    return [...due];
  }

  lend(delivery: Delivery, lease: Lease): void {
    const person = this.people.now(delivery.person);
    delivery.lease = lease;
    delivery.known = { person, version: person.version };
  }

  settle(lease: Lease, settlements: readonly Settlement[], now: number): void {
    for (const delivery of this.of(lease)) {
      const ref = lease.events.find(({ event }) => event.messageId === delivery.id)?.ref;
      const settlement = settlements.find((one) => one.ref === ref);
      delivery.lease = undefined;
      if (settlement) this.#settleOne(delivery, settlement, now);
    }
  }

  #settleOne(delivery: Delivery, settlement: Settlement, now: number): void {
    const { person, version } = delivery.known ?? {};
    const current = this.people.now(delivery.person);
    delivery.at = now;
    switch (settlement.status) {
      case 'delivered':
      case 'dropped':
        this.#finish(delivery, settlement.status);
        break;
      case 'dead':
        delivery.state = 'dead';
        delivery.attempts += 1;
        break;
      case 'held':
        if (person === current && version === current.version) delivery.state = 'held';
        break;
      case 'retry':
        delivery.attempts += 1;
        delivery.firstFailedAt ??= now;
        delivery.at = settlement.at;
        break;
      case 'release':
        break;
    }
  }

  #finish(delivery: Delivery, how: 'delivered' | 'dropped'): void {
    delivery.state = 'settled';
    const gone = this.#gone.get(delivery.destination) ?? { delivered: 0, dropped: 0 };
    gone[how] += 1;
    this.#gone.set(delivery.destination, gone);
  }

  /** Leases end without being settled: by their time, or by a crash. */
  giveBack(lost: (lease: Lease) => boolean): void {
    for (const delivery of this.deliveries) {
      if (delivery.lease && lost(delivery.lease)) delivery.lease = undefined;
    }
  }

  dead(destination: string): Delivery[] {
    return this.deliveries.filter((one) => one.destination === destination && one.state === 'dead');
  }

  resolve(delivery: Delivery, action: 'replay' | 'discard', now: number): void {
    if (action === 'discard') return this.#finish(delivery, 'dropped');
    Object.assign(delivery, { state: 'pending', attempts: 0, firstFailedAt: undefined, at: now });
  }

  /** @returns how many events are due again, of those that are done with there, or were never for it. */
  readmit(destination: string, wants: (id: string) => boolean, now: number): number {
    let count = 0;
    for (const [id, { end }] of this.log) {
      const delivery = this.find(destination, id);
      const done = delivery === undefined ? end === undefined : delivery.state === 'settled';
      if (!done || !wants(id)) continue;
      if (delivery) this.deliveries = this.deliveries.filter((one) => one !== delivery);
      this.#deliver(id, destination, now);
      count += 1;
    }
    return count;
  }

  /** Forgets the events that were appended before a time and are done with; never the newest one. */
  prune(before: number): void {
    for (const [id, { place, appendedAt, end }] of this.log) {
      const left = this.deliveries.filter((one) => one.id === id);
      const done = end !== 'failed' && left.every(({ state }) => state === 'settled');
      if (appendedAt >= before || !done || place === this.#appended) continue;
      this.log.delete(id);
      this.totals.events -= 1;
      this.deliveries = this.deliveries.filter((one) => one.id !== id);
    }
  }

  counts(destination: string): Counts {
    const ours = this.deliveries.filter((one) => one.destination === destination);
    const count = (state: Delivery['state']) => ours.filter((one) => one.state === state).length;
    const gone = this.#gone.get(destination) ?? { delivered: 0, dropped: 0 };
    return { pending: count('pending'), held: count('held'), dead: count('dead'), ...gone };
  }
}

const isOf = (delivery: Delivery, lease: Lease): boolean =>
  delivery.destination === lease.destination && delivery.lease?.epoch === lease.epoch;
