import assert from 'node:assert/strict';
import type { Lease, LeasedEvent } from '../../../store/lease.ts';
import type { StoreBench } from '../bench.ts';
import type { Model } from './model.ts';

/** What must be true of a store at any moment, given what the model knows. */
export class Checks {
  readonly #bench: StoreBench;
  readonly #model: Model;
  #latest = 0;
  /** The destinations that have had no lease of all that is due, since something unread is due again there. */
  readonly #unread = new Set<string>();

  constructor(bench: StoreBench, model: Model) {
    this.#bench = bench;
    this.#model = model;
  }

  /** Something is due again that no lease has looked at yet: the next one need not lend all that is due. */
  expectLess(names: readonly string[]): void {
    for (const name of names) this.#unread.add(name);
  }

  /** A lease that was just given, or not: before the model knows of it. */
  lease(lease: Lease | undefined, destination: string, max: number): void {
    const lent = lease?.events ?? [];
    const ids = lent.map(({ event }) => event.messageId);
    if (this.#model.paused.has(destination)) assert.deepEqual(ids, [], 'lent while paused');
    assert.ok(lent.length <= max, `lent ${lent.length} of at most ${max}`);
    for (const [index, one] of lent.entries()) this.#lent(one, destination, ids.slice(0, index));
    this.#complete(ids, destination, max);
  }

  #lent(leased: LeasedEvent, destination: string, earlier: readonly string[]): void {
    const id = leased.event.messageId;
    const delivery = this.#model.find(destination, id);
    assert.ok(delivery, `${id} was lent, and is not for ${destination}`);
    assert.equal(delivery.state, 'pending', `${id} was lent, and is ${delivery.state}`);
    assert.equal(delivery.lease, undefined, `${id} was lent twice at a time`);
    assert.ok(delivery.at <= this.#bench.store.now(), `${id} was lent before its time`);
    for (const { id: before } of this.#model.before(delivery)) {
      assert.ok(earlier.includes(before), `${id} overtook ${before}`);
    }
    const person = this.#model.people.now(delivery.person);
    assert.deepEqual(
      {
        attempts: leased.attempts,
        firstFailedAt: leased.firstFailedAt,
        appendedAt: leased.appendedAt,
        identifiers: leased.profile.identifiers.map((one) => `${one.type} ${one.id}`).sort(),
      },
      {
        attempts: delivery.attempts,
        firstFailedAt: delivery.firstFailedAt,
        appendedAt: delivery.appendedAt,
        identifiers: [...person.identifiers].sort(),
      },
      `what was lent with ${id}`,
    );
  }

  /** While nothing else is on loan, all that is due is lent, as far as there is room. */
  #complete(ids: readonly string[], destination: string, max: number): void {
    const model = this.#model;
    if (model.paused.has(destination)) return;
    if (model.deliveries.some((one) => one.destination === destination && one.lease)) return;
    const now = this.#bench.store.now();
    const due = model.due(destination, now).map(({ id }) => id);
    assert.ok(ids.length > 0 || due.length === 0, `not lent, though due: ${due.join(', ')}`);
    // What is behind an event that nobody has looked at since a crash may wait for the next lease.
    const waits = ids.length === max || this.#unread.delete(destination);
    if (!waits) assert.deepEqual([...ids].sort(), [...due].sort(), 'not all that is due was lent');
    if (ids.length > 0) return;
    const next = model.deliveries
      .filter((one) => one.destination === destination && one.state === 'pending')
      .filter((one) => model.before(one).length === 0)
      .map(({ at }) => at);
    const earliest = next.length === 0 ? undefined : Math.min(...next);
    assert.equal(this.#bench.store.nextDue(destination), earliest, 'when the next one is due');
  }

  /** A restart: time goes on from the latest that was written down, which may be earlier. */
  reopened(): void {
    this.#latest = 0;
  }

  /** All that can be asked at any time. */
  async everything(): Promise<void> {
    const { store } = this.#bench;
    const model = this.#model;
    const { destinations, events, dropped, failed } = store.stats();
    assert.deepEqual({ events, dropped, failed }, model.totals, 'counts of the log');
    for (const [name, { pending, held, dead, delivered, dropped, paused }] of Object.entries(
      destinations,
    )) {
      assert.deepEqual(
        { pending, held, dead, delivered, dropped, paused },
        { ...model.counts(name), paused: model.paused.has(name) },
        `counts of ${name}`,
      );
      const letters = await store.deadLetters({ destination: name, limit: 1_000 });
      assert.deepEqual(
        letters.map(({ event, attempts, history }) => [event.messageId, attempts, history.length]),
        model.dead(name).map(({ id, attempts }) => [id, attempts, Math.min(attempts, 10)]),
        `dead letters of ${name}`,
      );
    }
    const routed = new Set(model.deliveries.map(({ destination }) => destination));
    for (const name of routed) assert.ok(destinations[name], `${name} is not counted`);
    const held = (await store.held(1_000)).map((one) => `${one.messageId} ${one.destination}`);
    const expected = model.deliveries.filter(({ state }) => state === 'held');
    assert.deepEqual(
      held.sort(),
      expected.map(({ id, destination }) => `${id} ${destination}`).sort(),
      'what is held',
    );
    const memory = await store.recallAll('poll', '', 10);
    assert.deepEqual(new Map(memory.map(({ key, value }) => [key, value])), model.memory);
    assert.deepEqual((await store.verify()).problems, []);
    assert.ok(store.now() >= this.#latest, 'time went backwards');
    this.#latest = store.now();
  }
}
