// A process of its own that uses a store in all ways, and says how that ended.
import { setTimeout } from 'node:timers/promises';
import { MillraceError } from '../../../event/error.ts';
import { systemClock } from '../../../observe/clock.ts';
import type { ExternalId } from '../../../event/context.ts';
import type { Appended, Store } from '../../store.ts';
import { lmdbStore } from '../lmdb-store.ts';

const [mode = '', directory = '', name = '', count = '0'] = process.argv.slice(2);

const say = (outcome: string, message = ''): void => {
  process.stdout.write(`${JSON.stringify({ outcome, message })}\n`);
};

const user = (id: string): ExternalId => ({ type: 'user_id', id });

function event(messageId: string, identifier: ExternalId, bytes = 0): Appended {
  const at = '2026-07-15T12:00:00.000Z';
  const json = JSON.stringify({
    type: 'track',
    event: 'Test',
    messageId,
    userId: identifier.id,
    timestamp: at,
    receivedAt: at,
    properties: {},
    context: {},
    integrations: {},
  });
  const body = Buffer.from(json.padEnd(bytes));
  return { messageId, body, identifiers: [identifier], destinations: ['Shop'] };
}

async function append(store: Store, from: number, to: number): Promise<void> {
  const all = Array.from({ length: to - from }, (_, index) => from + index);
  await Promise.all(
    all.map((index) =>
      store.append({ events: [event(`${name}${index}`, user(`${name}${index % 7}`))] }),
    ),
  );
}

/** Events that are delivered, due again, held, dead and dropped. */
async function fill(store: Store): Promise<void> {
  await append(store, 0, Number(count));
  const request = { maxEvents: Number(count) / 2, maxBytes: 1e7, leaseMs: 60_000 };
  const lease = await store.lease('Shop', request);
  const reason = 'no reason';
  await store.settle(
    lease ?? (undefined as never),
    lease?.events.map(({ ref }, index) => {
      if (index % 5 === 0) return { ref, status: 'retry', at: Date.now() + 1e9, reason };
      if (index % 5 === 1) return { ref, status: 'held', reason };
      if (index % 5 === 2) return { ref, status: 'dead', stage: 'map', reason, attempts: 1 };
      return { ref, status: 'delivered' };
    }) as never,
  );
}

/** Every call either serves or throws an error of ours. */
async function use(store: Store): Promise<string[]> {
  const failures: string[] = [];
  const attempt = async (call: () => unknown): Promise<void> => {
    try {
      await call();
    } catch (error) {
      if (!MillraceError.isInstance(error)) throw error;
      failures.push(error.code);
    }
  };
  await attempt(() => append(store, 10_000, 10_010));
  await attempt(async () => {
    for (let round = 0; round < 20; round += 1) {
      const lease = await store.lease('Shop', { maxEvents: 50, maxBytes: 1e7, leaseMs: 60_000 });
      if (lease === undefined) return;
      await store.settle(
        lease,
        lease.events.map(({ ref }) => ({ ref, status: 'delivered' })),
      );
    }
  });
  await attempt(() => store.stats());
  await attempt(() => store.deadLetters({}));
  await attempt(() => store.drops(100));
  await attempt(() => store.held(100));
  await attempt(() => store.resolveDeadLetters({}, 'replay'));
  await attempt(() => store.profileOf(user(`${name}1`)));
  await attempt(() => store.recallAll('source', '', 100));
  await attempt(() => store.close());
  return failures;
}

/** Appends large events, one after the other, beside another process that does the same. */
async function grow(store: Store): Promise<void> {
  for (let index = 0; index < Number(count); index += 1) {
    await store.append({ events: [event(`${name}${index}`, user(name), 40_000)] });
    if (index % 20 === 0) await setTimeout(1);
  }
  await store.close();
}

try {
  const store = await lmdbStore(directory)({ clock: systemClock });
  if (mode === 'fill') {
    await fill(store);
    await store.close();
    say('service');
  } else if (mode === 'grow') {
    await grow(store);
    say('service');
  } else {
    const failures = await use(store);
    say('service', failures.join(' '));
  }
} catch (error) {
  if (MillraceError.isInstance(error)) say(error.code, error.message);
  else say('UNTYPED', String(error instanceof Error ? error.stack : error));
}
process.exit(0);
