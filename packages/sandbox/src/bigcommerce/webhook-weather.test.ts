import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DrivenStore, drivenStore } from './__fixtures__/driven-store.ts';

const HOUR = 60 * 60_000;
let shop: DrivenStore;

beforeEach(async () => {
  shop = await drivenStore();
  await shop.hook('store/order/created');
});
afterEach(() => shop.close());

function seeded(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Places so many orders under a weather; the ids in the order they arrived in within the time. */
async function under(seed: number, orders: number, shuffleWithinMs = HOUR) {
  const { store } = shop;
  const lost: number[] = [];
  store.webhookWeather({
    lose: 0.2,
    double: 0.2,
    shuffleWithinMs,
    random: seeded(seed),
    onLost: ({ orderId = 0 }) => lost.push(orderId),
  });
  const placed = Array.from({ length: orders }, () => shop.place());
  await shop.pass(shuffleWithinMs);
  const arrived = shop.received.splice(0).map(({ data }) => data['id'] as number);
  return { placed, lost, arrived };
}

describe('the weather of webhooks', () => {
  it('loses and doubles the shares it is told to, and counts what it did', async () => {
    const { placed, lost, arrived } = await under(7, 300);
    const { webhooks, lost: losses, doubled } = shop.store.weatherCounts;
    expect(webhooks).toBe(300);
    expect(losses).toBe(lost.length);
    expect(arrived).toHaveLength(300 - losses + doubled);
    expect(new Set([...arrived, ...lost])).toEqual(new Set(placed));
    expect(arrived.filter((id) => lost.includes(id))).toEqual([]);
    expect(losses / 300).toBeCloseTo(0.2, 1);
    expect(doubled / (300 - losses)).toBeCloseTo(0.2, 1);
    // Lost for good: no attempt, no retry.
    await shop.pass(48 * HOUR);
    expect(shop.received).toEqual([]);
  });

  it('shuffles within its time, and not a moment longer', async () => {
    const { placed, arrived } = await under(7, 40);
    const firsts = [...new Set(arrived)];
    expect(firsts).not.toEqual(placed.filter((id) => firsts.includes(id)));
    expect(shop.clock.next).toBeUndefined();
    const { placed: again, arrived: ordered } = await under(7, 40, 0);
    const ids = [...new Set(ordered)];
    expect(ids.toSorted((a, b) => a - b)).toEqual(again.filter((id) => ids.includes(id)));
  });

  it('is the same for the same seed and the same deeds, and another for another', async () => {
    const fate = async (seed: number) => {
      const { placed, lost, arrived } = await under(seed, 60);
      const since = ([first = 0]: number[], ids: number[]) => ids.map((id) => id - first);
      return [since(placed, lost), since(placed, arrived).toSorted((a, b) => a - b)];
    };
    const first = await fate(3);
    expect(await fate(3)).toEqual(first);
    expect(await fate(4)).not.toEqual(first);
  });

  it('asks for four random numbers for each webhook, whatever becomes of it', async () => {
    let asked = 0;
    const random = () => {
      asked += 1;
      return 0;
    };
    shop.store.webhookWeather({ lose: 1, random });
    shop.place();
    expect(asked).toBe(4);
    shop.store.webhookWeather({ random });
    shop.place();
    expect(asked).toBe(8);
  });

  it('spares what is sent after it has ended', async () => {
    shop.store.webhookWeather({ lose: 1, random: () => 0 });
    shop.place();
    shop.store.webhookWeather(undefined);
    const id = shop.place();
    await shop.quiet();
    expect(shop.received.map(({ data }) => data['id'])).toEqual([id]);
    expect(shop.store.weatherCounts).toEqual({ webhooks: 1, lost: 1, doubled: 0 });
  });

  it('counts as under way for whoever waits for everything, and ends when the sandbox closes', async () => {
    shop.store.webhookWeather({ shuffleWithinMs: HOUR, random: () => 0.5 });
    shop.place();
    let settled = false;
    const waiting = shop.store.settled().then(() => (settled = true));
    await shop.store.settled({ ignoreRetries: true });
    expect(settled).toBe(false);
    await shop.store.close();
    await waiting;
    expect(shop.clock.next).toBeUndefined();
  });
});
