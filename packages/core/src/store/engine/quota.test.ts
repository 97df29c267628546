import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock, type ManualClock } from '../../testing/manual-clock.ts';
import { all, event, user } from '../../testing/store/bench.ts';
import { memoryStore } from '../memory/memory-store.ts';
import type { Store } from '../store.ts';

const full = { code: 'STORE_FULL' };
const request = { maxEvents: 1_000, maxBytes: 1e9, leaseMs: 60_000 };

let clock: ManualClock;
let store: Store;
let warnings: string[];
let made = 0;

beforeEach(async () => {
  clock = manualClock();
  warnings = [];
  store = await memoryStore()({
    clock,
    retention: { days: 30, maxBytes: 100_000, heldDays: 30 },
    logger: { warn: (_fields, message) => void warnings.push(message) },
  });
});

async function append(count: number, priority = false): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    made += 1;
    const small = event(`e${made}`, user('1'), { priority });
    const body = Buffer.alloc(1_000, ' ');
    body.set(small.body);
    await store.append({ events: [{ ...small, body }] });
  }
  await clock.advance(100);
}

async function settle(status: 'delivered' | 'dead', count: number): Promise<void> {
  const lease = await store.lease('Shop', { ...request, maxEvents: count });
  const dead = { status: 'dead', stage: 'deliver', reason: 'no', attempts: 1 } as const;
  await store.settle(lease as never, all(lease, status === 'dead' ? dead : { status }));
  await clock.advance(100);
}

describe('a log that is full of events that nobody has taken yet', () => {
  it('takes only what has priority above 95 %, and nothing when it is full', async () => {
    await append(94);
    await expect(append(1)).rejects.toMatchObject(full);
    await append(5, true);
    await expect(append(1, true)).rejects.toMatchObject(full);
    expect(store.pressure).toBe(1);
  });

  it('takes what a source remembers all the same, which is no part of the log', async () => {
    await append(99, true);
    const changes = [{ key: 'inbox:1', value: true }];
    await store.append({ events: [], state: { source: 'shop', changes } });
    expect(await store.recall('shop', 'inbox:1')).toBe(true);
  });

  it('says who has not taken them, and what to do', async () => {
    await append(94);
    await settle('dead', 10);
    await expect(append(1)).rejects.toThrow(
      /9\d % of the 100000 bytes .*`retention.maxBytes`.* Shop \(84 pending, 0 held, 10 dead\); only orders, .*stats/,
    );
  });

  it('goes on with settles, and takes events again when those have made room', async () => {
    await append(94);
    await expect(append(1)).rejects.toMatchObject(full);
    await settle('delivered', 30);
    await append(20);
    expect(store.pressure).toBeLessThan(0.95);
  });

  it('does not count what was delivered and is kept for a while', async () => {
    for (let round = 0; round < 12; round += 1) {
      await append(10);
      await settle('delivered', 10);
    }
    expect(store.pressure).toBeLessThan(0.9);
    await append(1);
  });

  it('warns once when it passes 80 %, and again after it fell below', async () => {
    await append(70);
    expect(store.pressure).toBeLessThan(0.8);
    expect(warnings).toEqual([]);
    await append(20);
    expect(store.pressure).toBeGreaterThan(0.8);
    await append(1);
    expect(store.pressure).toBeGreaterThan(0.8);
    expect(warnings).toHaveLength(1);
    await settle('delivered', 60);
    expect(store.pressure).toBeLessThan(0.8);
    await append(45);
    expect(store.pressure).toBeGreaterThan(0.8);
    expect(warnings).toHaveLength(2);
  });
});
