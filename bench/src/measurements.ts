import { join } from 'node:path';
import { Analytics } from '@segment/analytics-node';
import { createPipeline, lmdbStore, systemClock, type Destination } from '@millrace/core';
import { klaviyo } from '@millrace/destination-klaviyo';
import { inDirectory } from './directory.ts';
import { flatOut, steady } from './isolation.ts';
import { mapping } from './mapping.ts';
import { callers, order } from './order.ts';
import type { Result } from './result.ts';
import { rawLog } from './raw-append.ts';

/** Without the pace: the bench asks what an order costs, not how many Klaviyo allows. */
function unpaced(url: string): Destination {
  const destination = klaviyo({ apiKey: 'pk_bench', endpoint: url, checkAtStart: false });
  const lanes = Object.entries(destination.lanes).map(([name, lane]) => [
    name,
    { ...lane, limits: [], singleLimits: [] },
  ]);
  return { ...destination, lanes: Object.fromEntries(lanes) };
}

export const measurements: Record<string, (...args: string[]) => Promise<number | Result>> = {
  /** Serialise, append, fdatasync. */
  raw: (total, count) =>
    inDirectory(async (directory) => {
      const log = await rawLog(join(directory, 'log'));
      await callers(Number(total), Number(count), (n) => log.append(JSON.stringify(order(n))));
      await log.close();
      return Number(total);
    }),

  /** The store alone: serialise, de-duplicate, link one identity, append. */
  store: (total, count) =>
    inDirectory(async (directory) => {
      const store = await lmdbStore(directory)({ clock: systemClock });
      await callers(Number(total), Number(count), (n) => {
        const event = order(n);
        const identifiers = [{ type: 'user_id', id: event.userId }];
        const body = Buffer.from(JSON.stringify(event));
        return store.append({
          events: [{ messageId: event.messageId, body, identifiers, destinations: ['Klaviyo'] }],
        });
      });
      await store.close();
      return Number(total);
    }),

  /** The whole of `track()`: check, normalise, link, route, append. */
  track: (total, count) =>
    inDirectory(async (directory) => {
      const pipeline = await createPipeline({
        directory,
        destinations: [klaviyo({ apiKey: 'pk_bench' })],
      });
      await callers(Number(total), Number(count), (n) => pipeline.track(order(n)));
      await pipeline.close();
      return Number(total);
    }),

  /** From an event to the words of its requests. */
  map: (total) => mapping(Number(total)),

  /** From `track()` to six events that the sink has accepted. */
  deliver: (total, url) =>
    inDirectory(async (directory) => {
      const pipeline = await createPipeline({ directory, destinations: [unpaced(url)] });
      await pipeline.start();
      await callers(Number(total), 1_000, (n) => pipeline.track(order(n)));
      const { delivered } = await pipeline.close({ timeoutMs: 120_000 });
      if (delivered !== Number(total)) throw new Error(`${delivered} of ${total} were delivered`);
      return delivered;
    }),

  /** The same event through @segment/analytics-node, with at most 5,000 under way. */
  async analytics(total, url) {
    const analytics = new Analytics({ writeKey: 'bench', host: url, flushAt: 100 });
    const waiting: (() => void)[] = [];
    let underWay = 0;
    analytics.on('track', () => {
      underWay -= 1;
      waiting.shift()?.();
    });
    for (let n = 0; n < Number(total); n += 1) {
      underWay += 1;
      analytics.track(order(n));
      if (underWay >= 5_000) await new Promise<void>((resolve) => waiting.push(resolve));
    }
    await analytics.closeAndFlush();
    return Number(total);
  },

  /** What a healthy destination makes of a steady stream. */
  steady: (url, company, perSecond, seconds) =>
    inDirectory((directory) => steady(directory, url, company, Number(perSecond), Number(seconds))),

  /** What a healthy destination makes of as much as comes in. */
  flatOut: (url, company, total) =>
    inDirectory((directory) => flatOut(directory, url, company, Number(total))),

  /** Orders that wait, as the destination is down. */
  async backlog(directory, total) {
    const pipeline = await createPipeline({
      directory,
      destinations: [unpaced('http://127.0.0.1:9')],
    });
    await pipeline.start();
    await callers(Number(total), 1_000, (n) => pipeline.track(order(n)));
    await pipeline.close({ timeoutMs: 1 });
    return Number(total);
  },

  /** The store that they wait in, opened by a new process. */
  async reopen(directory) {
    const began = performance.now();
    const store = await lmdbStore(directory)({ clock: systemClock });
    const opened = performance.now();
    const lease = await store.lease('Klaviyo', {
      maxEvents: 200,
      maxBytes: 4_000_000,
      leaseMs: 60_000,
    });
    const leased = performance.now();
    await store.close();
    if (lease === undefined) throw new Error('nothing was due');
    return {
      count: lease.events.length,
      figures: { openMs: opened - began, leaseMs: leased - opened },
    };
  },
};
