import type { StartContext } from '../destination/destination.ts';
import type { Warning } from '../destination/warning.ts';
import { nameOf } from '../event/event.ts';
import type { ActivityFeed } from '../observe/activity.ts';
import type { Telemetry } from '../observe/telemetry.ts';
import type { Lease } from '../store/lease.ts';
import type { Conclusion, TaskOutcome } from './conclude.ts';

/** How often one kind of warning is logged, at most. Milliseconds. */
const quietMs = 60_000;

/** Adds to what became of an event what was said of it on the way, if it was delivered. */
export function withWarnings(
  conclusion: Conclusion,
  outcomes: readonly TaskOutcome[],
  mapped: readonly Warning[] = [],
): Conclusion {
  if (conclusion.status !== 'delivered') return conclusion;
  const said = outcomes.flatMap((outcome) =>
    outcome.status === 'delivered' ? (outcome.warnings ?? []) : [],
  );
  const warnings = [...mapped, ...said];
  return warnings.length > 0 ? { ...conclusion, warnings } : conclusion;
}

/** Where warnings go, besides the logger. */
interface Listeners {
  readonly activity: ActivityFeed;
  readonly telemetry: Telemetry;
}

/** When a kind of warning was last logged, and how often it came since. */
interface Kind {
  readonly loggedAt: number;
  untold: number;
}

/**
 * Tells of the warnings about events that are delivered: each is activity and is counted, and one of each kind is logged
 * a minute.
 */
export class Warnings {
  readonly #destination: string;
  readonly #context: StartContext;
  readonly #listeners: Listeners;
  readonly #kinds = new Map<string, Kind>();

  constructor(destination: string, context: StartContext, listeners: Listeners) {
    this.#destination = destination;
    this.#context = context;
    this.#listeners = listeners;
  }

  /** Called once these conclusions are durable. */
  tell(lease: Lease, conclusions: readonly Conclusion[]): void {
    for (const { ref, warnings } of conclusions) {
      if (warnings === undefined) continue;
      const event = lease.events.find((leased) => leased.ref === ref)?.event;
      if (event === undefined) continue;
      const about = { messageId: event.messageId, event: nameOf(event) };
      for (const warning of warnings) this.#tellOf(warning, about);
    }
  }

  #tellOf(
    { kind, reason }: Warning,
    about: { readonly messageId: string; readonly event: string },
  ): void {
    const destination = this.#destination;
    const { activity, telemetry } = this.#listeners;
    activity.publish({ type: 'warned', ...about, destination, kind, reason });
    telemetry.warned(destination, kind);
    const now = this.#context.clock.now();
    const known = this.#kinds.get(kind);
    if (known !== undefined && now >= known.loggedAt && now - known.loggedAt < quietMs) {
      known.untold += 1;
      return;
    }
    const more = known === undefined ? {} : { untold: known.untold };
    this.#context.logger.warn({ destination, kind, ...about, ...more }, reason);
    this.#kinds.set(kind, { loggedAt: now, untold: 0 });
  }
}
