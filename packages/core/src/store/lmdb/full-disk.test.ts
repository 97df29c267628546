import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { manualClock, type ManualClock } from '../../testing/manual-clock.ts';
import { event, user } from '../../testing/store/bench.ts';
import type { Appended, Store } from '../store.ts';
import { lmdbStore } from './lmdb-store.ts';

const disk = mkdtempSync(join(tmpdir(), 'millrace-disk-'));

function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const mounted = mount();
if (!mounted)
  process.stderr.write('A full disk is not tested: mounting one is not allowed here.\n');

afterAll(() => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

const full = { code: 'STORE_FULL', message: expect.stringContaining('the disk is full') };
const request = { maxEvents: 5, maxBytes: 1_000_000, leaseMs: 60_000 };

function big(id: string): Appended {
  const small = event(id, user(id));
  const body = Buffer.alloc(60_000, ' ');
  body.set(small.body);
  return { ...small, body };
}

describe.runIf(mounted)('a disk that is full', () => {
  const directory = join(disk, 'store');
  const filler = join(disk, 'filler');
  const other = join(disk, 'something-else');
  const acknowledged: string[] = [];
  let clock: ManualClock;
  let store: Store;

  async function open(): Promise<void> {
    clock = manualClock();
    store = await lmdbStore(directory)({ clock });
  }

  /** Appends until it is refused. */
  async function appendAll(): Promise<void> {
    for (let index = 0; index < 500; index += 1) {
      const id = `e${acknowledged.length}`;
      await store.append({ events: [big(id)] });
      acknowledged.push(id);
    }
  }

  /** The look at the disk that a second sets off, and what it writes. */
  async function look(): Promise<void> {
    await clock.advance(1_000);
    await vi.waitFor(() => expect(reserve()).toBe(1_048_576));
    await clock.advance(0);
  }

  const reserve = (): number =>
    statSync(join(directory, 'reserve'), { throwIfNoEntry: false })?.size ?? 0;

  // lmdb itself writes there that a commit has failed.
  // oxlint-disable-next-line no-console
  afterEach(() => vi.mocked(console.error).mockClear());

  beforeAll(async () => {
    writeFileSync(other, Buffer.alloc(4_194_304));
    await open();
    await look();
  });

  it('refuses appends with StoreFull, at first because of the disk and then without asking it', async () => {
    await expect(appendAll()).rejects.toMatchObject(full);
    expect(acknowledged.length).toBeGreaterThan(50);
    expect(store.pressure).toBe(1);
    const late = store.append({ events: [big('late')] });
    await expect(late).rejects.toMatchObject(full);
    await expect(late).rejects.toMatchObject({ cause: undefined });
  });

  it('goes on delivering, from what was kept back', async () => {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(4_096), { flag: 'a' });
    } catch {
      // Now not a single page is left.
    }
    let delivered = 0;
    for (;;) {
      const lease = await store.lease('Shop', request);
      if (lease === undefined) break;
      await store.settle(
        lease,
        lease.events.map(({ ref }) => ({
          ref,
          status: 'retry',
          at: clock.now() + 1e9,
          reason: 'x'.repeat(1_000),
        })),
      );
      delivered += lease.events.length;
    }
    expect(delivered).toBe(acknowledged.length);
    expect(reserve()).toBe(0);
  });

  it('leaves the room that was kept back to deliveries: appends are refused still', async () => {
    await clock.advance(1_000);
    await expect(store.append({ events: [event('small', user('s'))] })).rejects.toMatchObject(full);
  });

  it('has lost nothing after reopening, and opens though the disk is full', async () => {
    await store.close();
    await open();
    expect(store.stats().destinations).toMatchObject({ Shop: { pending: acknowledged.length } });
  });

  it('takes appends again once there is room, and keeps some back again', async () => {
    rmSync(filler);
    rmSync(other);
    await look();
    const again = acknowledged.map(big);
    expect(await store.append({ events: again })).toEqual(again.map(() => false));
    expect(store.pressure).toBeLessThan(1);
    expect(await store.append({ events: [event('after', user('a'))] })).toEqual([true]);
    await store.close();
  });
});
