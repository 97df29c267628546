import assert from 'node:assert/strict';
import type { Batch, Destination, DestinationContext } from '../../destination/destination.ts';
import type { Operation } from '../../destination/operation.ts';
import type { Outcome } from '../../destination/outcome.ts';
import type { Finding } from '../../destination/warning.ts';
import type { Event } from '../../event/event.ts';
import { deepFreeze } from '../../event/json.ts';
import type { Profile } from '../../identity/profile.ts';
import type { ContractException } from '../contract.ts';
import { manualClock, type ManualClock } from '../manual-clock.ts';

/** How a test steers the stand-in of the vendor. Each holds until the next call of any of them. */
export interface VendorHooks {
  /** Takes whatever comes. */
  ok(): void | Promise<void>;
  /** Answers every request with this status. Header names are in lower case. */
  status(
    status: 400 | 401 | 413 | 429 | 500,
    headers: Readonly<Record<string, string>>,
  ): void | Promise<void>;
  /** Cuts every connection without an answer. */
  reset(): void | Promise<void>;
  /** Takes requests and never answers them. */
  silence(): void | Promise<void>;
}

export interface DestinationContractOptions {
  /** A new destination, whose vendor is the stand-in that `respond` steers. */
  create(): Destination | Promise<Destination>;
  /** The function that makes the destination of its settings: `segment`. */
  readonly configure?: (settings: never) => unknown;
  /** Events that it takes, best one of each kind that it maps differently. */
  readonly events: readonly Event[];
  /** Who they are about. Default: somebody with a user id and an email. */
  readonly profile?: Profile;
  /** The secrets among the settings that `create` uses. */
  readonly secrets: readonly string[];
  readonly respond?: VendorHooks;
  /** Promises that this destination does not make. */
  readonly except?: readonly ContractException[];
}

const somebody: Profile = {
  id: 1,
  identifiers: [
    { type: 'user_id', id: '42' },
    { type: 'email', id: 'jo@example.com' },
  ],
};

/** A destination and what the pipeline would lend to it, for the length of one case. */
export interface Rig {
  readonly destination: Destination;
  readonly events: readonly Event[];
  readonly profile: Profile;
  readonly clock: ManualClock;
  /** Everything that was logged. */
  readonly logged: unknown[];
  readonly operationsOf: (event: Event) => readonly Operation[];
  /** What the events become, in calls that keep within the limits of their lanes. Frozen. */
  batches(): readonly Batch[];
  deliver(batch: Batch, signal?: AbortSignal): Promise<readonly Outcome[]>;
  /** What it finds when it starts; nothing if it has no `start`. */
  start(signal?: AbortSignal): Promise<readonly Finding[]>;
}

/** Runs `test` on a new destination, and closes it. */
export async function withRig(
  options: DestinationContractOptions,
  test: (rig: Rig) => void | Promise<void>,
): Promise<void> {
  await options.respond?.ok();
  const destination = await options.create();
  const profile = deepFreeze(structuredClone(options.profile ?? somebody));
  const events = deepFreeze(structuredClone(options.events));
  const clock = manualClock();
  const logged: unknown[] = [];
  const log = (fields: object, message: string): void => void logged.push(fields, message);
  const logger: DestinationContext['logger'] = { debug: log, info: log, warn: log, error: log };

  const operationsOf = (event: Event): readonly Operation[] => {
    const mapping = destination.map(event, profile);
    return 'operations' in mapping ? mapping.operations : [];
  };
  const rig: Rig = {
    destination,
    events,
    profile,
    clock,
    logged,
    operationsOf,
    batches() {
      const batches = batchesOf(destination, deepFreeze(events.flatMap(operationsOf)));
      assert.notEqual(batches.length, 0, 'None of the events of this test became an operation.');
      return batches;
    },
    deliver: (batch, signal = new AbortController().signal) =>
      destination.deliver(batch, { clock, logger, signal, quota: () => undefined }),
    start: async (signal = new AbortController().signal) =>
      (await destination.start?.({ clock, logger, signal })) ?? [],
  };
  try {
    await test(rig);
  } finally {
    await options.respond?.ok();
    await destination.close?.();
  }
}

function batchesOf({ lanes }: Destination, operations: readonly Operation[]): Batch[] {
  return Object.entries(lanes).flatMap(([lane, { maxOperations }]) => {
    const inLane = operations.filter((operation) => operation.lane === lane);
    const calls = Math.ceil(inLane.length / maxOperations);
    return Array.from({ length: calls }, (_, call) => ({
      lane,
      operations: inLane.slice(call * maxOperations, (call + 1) * maxOperations),
    }));
  });
}

/** The stand-in of the vendor, which the cases about failures cannot do without. */
export function vendorOf({ respond }: DestinationContractOptions): VendorHooks {
  assert.ok(
    respond,
    'This case needs `respond`, the hooks of a stand-in for the vendor. Give them, or declare an exception with its reason.',
  );
  return respond;
}
