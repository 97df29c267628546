import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Lease, Settlement } from '../../../store/lease.ts';
import type { Commit } from '../../../store/store.ts';
import { anonymous, event, openBench, user, type StoreBench, type StorePlace } from '../bench.ts';
import { Checks } from './checks.ts';
import { Model } from './model.ts';
import { commitOf, destinations, settlementsOf, type Sent, type Step } from './steps.ts';
import { skewed } from './skewed.ts';

const leaseMs = 60_000;
/** What is held is held for good: nothing else can be told apart from a drop. */
const retention = { days: 2, maxBytes: 1e12, heldDays: 1e6 };

/** Plays a history on a store and on the model, and compares them at each step. */
export class History {
  readonly #bench: StoreBench;
  readonly #model = new Model();
  readonly #checks: Checks;
  readonly #skew: { ms: number };
  #leases: Lease[] = [];
  #sent = 0;

  private constructor(bench: StoreBench, skew: { ms: number }) {
    this.#bench = bench;
    this.#skew = skew;
    this.#checks = new Checks(bench, this.#model);
  }

  /** @throws {AssertionError} where the store does otherwise than the model. */
  static async play(place: StorePlace, steps: readonly Step[]): Promise<void> {
    const skew = { ms: 0 };
    const bench = await openBench(skewed(place, skew));
    await bench.restart(retention);
    try {
      const history = new History(bench, skew);
      for (const step of steps) {
        await history.#play(step);
        await history.#checks.everything();
      }
      await history.#drain();
      await history.#checks.everything();
    } finally {
      await bench.close();
    }
  }

  async #play(step: Step): Promise<void> {
    const { clock, store } = this.#bench;
    switch (step.do) {
      case 'append':
        await this.#append(step.commits.map((commit) => this.#commit(commit)));
        break;
      case 'lease':
        await this.#lease(step.from, step.max);
        break;
      case 'settle': {
        const leases = this.#leases.splice(0, step.together ? this.#leases.length : 1);
        await Promise.all(leases.map((lease) => this.#settle(lease, step.as)));
        break;
      }
      case 'extend':
        await this.#extend(step.ms);
        break;
      case 'wait':
        await clock.advance(step.ms);
        // The store may have done so by itself.
        await this.#prune();
        break;
      case 'jump':
        this.#skew.ms += step.ms;
        break;
      case 'pause':
        await store.pause(step.destination);
        this.#model.paused.add(step.destination);
        break;
      case 'resume':
        await store.resume(step.destination);
        this.#model.paused.delete(step.destination);
        break;
      case 'dead letters':
        await this.#resolve(step);
        break;
      case 'readmit':
        await this.#readmit(step);
        break;
      case 'prune':
        await this.#prune();
        break;
      case 'restart':
        await this.#bench.restart();
        this.#forgetLeases();
        break;
      case 'crash':
        await this.#crash(step);
    }
  }

  #commit(sent: readonly Sent[]): Commit {
    const commit = commitOf(sent, this.#sent, [...this.#model.log.keys()]);
    this.#sent += sent.length;
    return commit;
  }

  async #append(commits: readonly Commit[]): Promise<void> {
    const now = this.#bench.store.now();
    const answers = await Promise.all(commits.map((commit) => this.#bench.store.append(commit)));
    assert.deepEqual(
      answers,
      commits.map((commit) => this.#model.append(commit, now)),
    );
  }

  async #lease(destination: string, max: number): Promise<Lease | undefined> {
    const lease = await this.#bench.lease({ destination, max, leaseMs });
    const now = this.#bench.store.now();
    this.#model.giveBack((one) => one.destination === destination && one.expiresAt <= now);
    this.#checks.lease(lease, destination, max);
    if (lease === undefined) return undefined;
    for (const { event } of lease.events) {
      const delivery = this.#model.find(destination, event.messageId);
      if (delivery) this.#model.lend(delivery, lease);
    }
    this.#leases.push(lease);
    return lease;
  }

  async #settle(lease: Lease, as: readonly Settlement['status'][]): Promise<void> {
    const now = this.#bench.store.now();
    const settlements = settlementsOf(lease, as, now);
    const settled = this.#bench.store.settle(lease, settlements);
    if (lease.expiresAt <= now) {
      await assert.rejects(settled, { code: 'LEASE_LOST' });
      this.#model.giveBack((one) => one.id === lease.id && one.destination === lease.destination);
    } else {
      this.#model.settle(lease, settlements, now);
      await settled;
    }
  }

  async #extend(ms: number): Promise<void> {
    const lease = this.#leases.shift();
    if (lease === undefined) return;
    const now = this.#bench.store.now();
    if (lease.expiresAt <= now) {
      await assert.rejects(this.#bench.store.extend(lease, ms), { code: 'LEASE_LOST' });
      return;
    }
    const extended = await this.#bench.store.extend(lease, ms);
    assert.equal(extended.expiresAt, now + ms);
    for (const delivery of this.#model.of(lease)) delivery.lease = extended;
    this.#leases.push(extended);
  }

  async #resolve({ destination, action, limit }: Step & { do: 'dead letters' }): Promise<void> {
    const dead = this.#model.dead(destination).slice(0, limit);
    const now = this.#bench.store.now();
    const count = await this.#bench.store.resolveDeadLetters({ destination, limit }, action);
    assert.equal(count, dead.length, `${action} of dead letters`);
    for (const delivery of dead) this.#model.resolve(delivery, action, now);
  }

  async #readmit({ destination, third }: Step & { do: 'readmit' }): Promise<void> {
    const wants = (id: string): boolean => Number(id.slice(1)) % 3 === third;
    const now = this.#bench.store.now();
    const count = await this.#bench.store.readmit(destination, {
      wants: ({ messageId }) => wants(messageId),
    });
    assert.equal(count, this.#model.readmit(destination, wants, now), 'readmitted');
    this.#checks.expectLess([destination]);
  }

  async #prune(): Promise<void> {
    // The first call may join a round that began earlier.
    await this.#bench.store.prune();
    await this.#bench.store.prune();
    this.#model.prune(this.#bench.store.now() - retention.days * 24 * 3_600_000);
  }

  #forgetLeases(): void {
    this.#checks.reopened();
    this.#leases = [];
    this.#model.giveBack(() => true);
    this.#checks.expectLess(destinations);
  }

  /** What was under way is there as a whole or not at all. */
  async #crash({ during, turns }: Step & { do: 'crash' }): Promise<void> {
    const under = during === 'append' ? this.#commit([{ device: 0, to: 3 }]) : undefined;
    const lease = during === 'settle' ? this.#leases[0] : undefined;
    const now = this.#bench.store.now();
    const settlements = lease === undefined ? [] : settlementsOf(lease, ['delivered'], now);
    if (under) this.#bench.store.append(under).catch(() => undefined);
    if (lease) this.#bench.store.settle(lease, settlements).catch(() => undefined);
    for (let turn = 0; turn < turns; turn += 1) await setImmediate();
    await this.#bench.crash();

    const { store } = this.#bench;
    if (under && store.stats().events > this.#model.totals.events) this.#model.append(under, now);
    const delivered = lease && (store.stats().destinations[lease.destination]?.delivered ?? 0);
    if (lease && delivered !== this.#model.counts(lease.destination).delivered) {
      this.#model.settle(lease, settlements, now);
    }
    this.#forgetLeases();
    // Who was not told that it is stored sends it again.
    if (under) await this.#append([under]);
  }

  /** In the end all that may go, goes: nothing is lost, and nothing is stuck. */
  async #drain(): Promise<void> {
    for (const destination of destinations) await this.#play({ do: 'resume', destination });
    await this.#play({ do: 'settle', as: ['release'], together: true });
    const users = [0, 1].map((person) => user(`u${person}`));
    const devices = [0, 1, 2, 3].map((device) => anonymous(`d${device}`));
    for (const who of [...users, ...devices]) {
      const last = event(`last of ${who.id}`, [who, anonymous(`news of ${who.id}`)]);
      await this.#append([{ events: [last] }]);
    }
    for (const destination of destinations) {
      for (let rounds = 0; rounds < 200; rounds += 1) {
        const lease = await this.#lease(destination, 3);
        if (lease) await this.#play({ do: 'settle', as: ['delivered'], together: true });
        else if (this.#bench.store.nextDue(destination) === undefined) break;
        else await this.#play({ do: 'wait', ms: 1_000 });
      }
    }
    const left = this.#model.deliveries.filter((one) => ['pending', 'held'].includes(one.state));
    assert.deepEqual(
      left.map(({ id, destination }) => `${id} for ${destination}`),
      [],
      'stuck at the end',
    );
  }
}
