import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Batch, DestinationContext } from '../../destination/destination.ts';
import { defineDestination, type Destination } from '../../destination/destination.ts';
import type { Mapping } from '../../destination/operation.ts';
import { BatchRefused, delivered, DestinationUnavailable } from '../../destination/outcome.ts';
import { retryAfter } from '../../destination/retry-after.ts';
import type { Event } from '../../event/event.ts';
import { parseSettings } from '../../event/settings.ts';
import { orderCompleted } from '../events.ts';
import { destinationContract } from './contract.ts';
import type { VendorHooks } from './rig.ts';

const secret = 'sesame-open-7';
type Answer = { status: number; retryAfter?: string | undefined } | 'reset' | 'silence';

/** The smallest stand-in for a vendor: a variable. */
let answer: Answer = { status: 200 };
const respond: VendorHooks = {
  ok: () => void (answer = { status: 200 }),
  status: (status, headers) => void (answer = { status, retryAfter: headers['retry-after'] }),
  reset: () => void (answer = 'reset'),
  silence: () => void (answer = 'silence'),
};

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new DestinationUnavailable('closing'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

async function deliver(batch: Batch, { clock, signal }: DestinationContext) {
  if (signal.aborted || answer === 'silence') return aborted(signal);
  if (answer === 'reset') throw new DestinationUnavailable('no answer');
  if (answer.status === 200) return batch.operations.map(() => delivered);
  if (answer.status === 400 || answer.status === 413) {
    throw new BatchRefused(`answered ${answer.status}`, { tooLarge: answer.status === 413 });
  }
  const retryAt = retryAfter(answer.retryAfter, clock.now());
  throw new DestinationUnavailable(`answered ${answer.status}`, { retryAt });
}

function map({ messageId, type }: Event): Mapping {
  const operation = (part: string) => ({
    lane: 'all',
    key: `${messageId}:${part}`,
    payload: { type },
  });
  return { operations: [operation('a'), operation('b')] };
}

const good = defineDestination({
  name: 'Good',
  lanes: { all: { maxOperations: 10 } },
  map,
  deliver,
});
const Settings = z.strictObject({ key: z.string() });

const kit = (wrong: Partial<Destination> = {}, configure: (settings: never) => unknown = open) =>
  destinationContract({
    create: () => ({ ...good, ...wrong }),
    configure,
    events: [orderCompleted()],
    secrets: [secret],
    respond,
  });
function open(settings: unknown): void {
  parseSettings('good', Settings, settings);
}

async function failing(cases: ReturnType<typeof kit>): Promise<string[]> {
  const names: string[] = [];
  for (const { name, run } of cases) await run().catch(() => names.push(name));
  return names;
}

const one = (payload: unknown, more: object = {}): Partial<Destination> => ({
  map: ({ messageId }) => ({ operations: [{ lane: 'all', key: messageId, payload, ...more }] }),
});
/** Delivers as it should, and changes what comes of it. */
const but = (change: (error: unknown) => unknown): Partial<Destination> => ({
  deliver: (batch, context) =>
    deliver(batch, context).catch((error: unknown) => Promise.reject(change(error) as Error)),
});

function refusedOnly(): Error {
  return new BatchRefused('answered 413');
}

describe('destinationContract', () => {
  it.each(kit())('$clause $name: a destination that keeps all promises', ({ run }) => run());

  it.each<[string, string, Partial<Destination>]>([
    [
      'rolls dice',
      'map gives the same answer for the same event and profile',
      { map: () => ({ operations: [{ lane: 'all', key: randomUUID(), payload: {} }] }) },
    ],
    [
      'writes to the event',
      'map leaves the event and the profile as they were',
      { map: (event) => map(Object.assign(event, { userId: 'me' })) },
    ],
    ['sends a Date', 'payloads are plain JSON', one({ at: new Date(0) })],
    [
      'has an empty key',
      'the keys of one event are distinct, and none is empty',
      one({}, { key: '' }),
    ],
    [
      'repeats a key',
      'the keys of one event are distinct, and none is empty',
      {
        map: () => ({
          operations: [1, 2].map((payload) => ({ lane: 'all', key: 'k', payload })),
        }),
      },
    ],
    [
      'makes its keys of the receipt',
      'keys do not depend on when the event was received',
      { map: (event) => map({ ...event, messageId: event.receivedAt }) },
    ],
    [
      'travels where no lane is',
      'every operation travels in a declared lane and fits into it',
      one({}, { lane: 'slow' }),
    ],
    [
      'answers for the batch as a whole',
      'deliver answers one outcome for each operation',
      { deliver: async () => [delivered] },
    ],
    [
      'refuses what it has seen',
      'the same operations may be delivered again',
      (() => {
        const seen = new Set<string>();
        return {
          deliver: async ({ operations }) =>
            operations.map(({ key }) =>
              seen.size < seen.add(key).size ? delivered : { status: 'rejected', reason: 'known' },
            ),
        };
      })(),
    ],
    [
      'leaves a timer',
      'deliver leaves the operations as they were, and no timer behind',
      {
        deliver: (batch, context) => {
          context.clock.after(1, () => undefined);
          return deliver(batch, context);
        },
      },
    ],
    [
      'blames the events',
      'being throttled is the destination, not the events',
      but(() => new Error('failed')),
    ],
    [
      'blames the events',
      'a failing server is the destination, not the events',
      {
        deliver: async ({ operations }) => operations.map(() => ({ status: 'retry', reason: '' })),
      },
    ],
    [
      'takes silence for consent',
      'an answer that is lost is the destination, not the events',
      { deliver: async ({ operations }) => operations.map(() => delivered) },
    ],
    [
      'forgets Retry-After',
      'Retry-After is honoured',
      but(() => new DestinationUnavailable('later')),
    ],
    [
      'rejects events that its key may not send',
      'refused credentials are the destination, not the events',
      {
        deliver: async ({ operations }) =>
          operations.map(() => ({ status: 'rejected', reason: '401' })),
      },
    ],
    [
      'tells its secret',
      'no secret appears in an operation, an outcome, an error, a finding, a log line or the account',
      but(() => new DestinationUnavailable('x', { cause: { headers: { key: secret } } })),
    ],
    [
      'rejects all for one',
      'a call that is refused as a whole is no failure of the destination, and rejects nobody else',
      {
        deliver: async ({ operations }) =>
          operations.map(() => ({ status: 'rejected', reason: '400' })),
      },
    ],
    [
      'waits for a refusal to go away',
      'a call that is refused as a whole is no failure of the destination, and rejects nobody else',
      but(() => new DestinationUnavailable('answered 400')),
    ],
    [
      'points at what it was not given',
      'a call that is refused as a whole is no failure of the destination, and rejects nobody else',
      but(() => new BatchRefused('no', { suspects: new Map([[2, 'no']]) })),
    ],
    [
      'throws at start when its vendor is down',
      'start tells what it found and what to do, however the vendor is',
      { start: () => Promise.reject(new Error('down')) },
    ],
    [
      'finds something, and does not say what to do',
      'start tells what it found and what to do, however the vendor is',
      { start: async () => [{ level: 'info', kind: 'account', reason: 'found', remedy: '' }] },
    ],
    [
      'starts for ever',
      'start gives up when the pipeline closes',
      { start: () => new Promise(() => undefined) },
    ],
    [
      'tells its secret when it starts',
      'no secret appears in an operation, an outcome, an error, a finding, a log line or the account',
      { start: async () => [{ level: 'info', kind: 'key', reason: secret, remedy: 'x' }] },
    ],
    ['does not say that it was the size', 'a call that is too large says so', but(refusedOnly)],
    [
      'names its account by its secret',
      'no secret appears in an operation, an outcome, an error, a finding, a log line or the account',
      { account: secret },
    ],
    [
      'logs its secret in an authorization header',
      'no secret appears in an operation, an outcome, an error, a finding, a log line or the account',
      {
        deliver: (batch, context) => {
          const header = `Basic ${Buffer.from(`${secret}:`).toString('base64')}`;
          context.logger.debug({ header }, 'sending');
          return deliver(batch, context);
        },
      },
    ],
  ])('finds a destination that %s: %s', async (_, name, wrong) => {
    const found = await failing(kit(wrong).filter((one) => one.name === name));

    expect(found).toEqual([name]);
  });

  it('finds a destination that goes on after the pipeline has closed', async () => {
    const name = 'deliver gives up when the pipeline closes';
    const deaf: Partial<Destination> = {
      deliver: (batch, context) =>
        deliver(batch, { ...context, signal: new AbortController().signal }),
    };

    expect(await failing(kit(deaf).filter((one) => one.name === name))).toEqual([name]);
  });

  it('finds settings that are not checked', async () => {
    const lax = (settings: unknown): void => {
      parseSettings('lax', z.looseObject({ key: z.string() }), settings);
    };

    expect(await failing(kit({}, lax))).toEqual([
      'a setting that does not exist is refused by its name',
    ]);
    expect(await failing(kit({}, () => undefined))).toContain('empty settings are refused');
  });

  it('tests nothing in silence: what it needs must be given, or excepted', async () => {
    const bare = { create: () => good, events: [orderCompleted()], secrets: [secret] };

    const found = await failing(destinationContract(bare));

    expect(found).toHaveLength(kit().length - 8);
    expect(await failing(destinationContract({ ...bare, respond, events: [] }))).toContain(
      'deliver answers one outcome for each operation',
    );
  });
});
