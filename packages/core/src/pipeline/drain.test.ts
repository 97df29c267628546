import { describe, expect, it } from 'vitest';
import type { StoreListener } from '../store/store.ts';
import { Drain } from './drain.ts';

const never = new Promise<void>(() => undefined);

/** A store with so much left, which tells its listeners. */
function storeWith(left: number) {
  const listeners = new Set<StoreListener>();
  const store = {
    listen(listener: StoreListener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  let now = left;
  const leave = (next: number): void => {
    now = next;
    for (const listener of listeners) listener.work();
  };
  return { drain: new Drain(store, () => now === 0), listeners, leave };
}

describe('a drain', () => {
  it('lets all go when nothing is left, and listens once for all of them', async () => {
    const { drain, listeners, leave } = storeWith(2);
    const waits = Promise.all([drain.wait(never), drain.wait(never)]);
    expect(listeners.size).toBe(1);
    leave(1);
    expect(listeners.size).toBe(1);
    leave(0);

    await waits;
    expect(listeners.size).toBe(0);
  });

  it('lets only those go whose time is up, and listens no more when nobody waits', async () => {
    const { drain, listeners } = storeWith(1);
    let patient = false;
    void drain.wait(never).then(() => (patient = true));
    await drain.wait(Promise.resolve());
    expect([listeners.size, patient]).toEqual([1, false]);
    drain.end();

    expect(listeners.size).toBe(0);
    await drain.wait(Promise.resolve());
    expect(listeners.size).toBe(0);
  });

  it('waits for nothing when nothing is left', async () => {
    const { drain, listeners } = storeWith(0);
    await drain.wait(never);

    expect(listeners.size).toBe(0);
  });
});
