import type { ExternalId } from '../../../event/context.ts';
import type { Lease, Settlement } from '../../../store/lease.ts';
import type { Commit } from '../../../store/store.ts';
import { anonymous, event, user } from '../bench.ts';

/** An event of a history: by a device, and perhaps by the person who is known to use it. */
export interface Sent {
  readonly device: number;
  /** With it, the device and the person turn out to be one, unless the device is another's. */
  readonly person?: number;
  /** Which destinations: 0 none, 1 and 2 one of them, 3 both. */
  readonly to: number;
  /** An id that was used before, if there is one: a duplicate. */
  readonly again?: number;
}

/** One step of a history. Plain data, so that what fails can be read. */
export type Step =
  /** Commits that are written at the same time. */
  | { readonly do: 'append'; readonly commits: readonly (readonly Sent[])[] }
  | { readonly do: 'lease'; readonly from: string; readonly max: number }
  | {
      readonly do: 'settle';
      readonly as: readonly Settlement['status'][];
      readonly together: boolean;
    }
  | { readonly do: 'extend'; readonly ms: number }
  | { readonly do: 'wait'; readonly ms: number }
  /** The machine's clock is set. */
  | { readonly do: 'jump'; readonly ms: number }
  | { readonly do: 'pause' | 'resume'; readonly destination: string }
  | {
      readonly do: 'dead letters';
      readonly destination: string;
      readonly action: 'replay' | 'discard';
      readonly limit: number;
    }
  /** Makes a third of the events that are done with due again. */
  | { readonly do: 'readmit'; readonly destination: string; readonly third: number }
  | { readonly do: 'prune' }
  | { readonly do: 'restart' }
  /** With a commit, or a settle, under way for some turns of the event loop. */
  | { readonly do: 'crash'; readonly during?: 'append' | 'settle'; readonly turns: number };

export const destinations = ['Shop', 'Mail'] as const;

/** The commit of some events; `sent` is how many there were before, `known` the ids that the store knows. */
export function commitOf(events: readonly Sent[], sent: number, known: readonly string[]): Commit {
  const appended = events.map(({ device, person, to, again }, index) => {
    const repeated = again === undefined ? undefined : known[again % known.length];
    const who: ExternalId[] = person === undefined ? [] : [user(`u${person}`)];
    const id = repeated ?? `e${sent + index + 1}`;
    return event(id, [...who, anonymous(`d${device}`)], {
      destinations: destinations.filter((_, place) => (to & (place + 1)) !== 0),
      ...(to === 0 && device === 0 ? { dropped: 'a rule' } : {}),
      ...(to === 0 && device === 1 ? { failed: 'it threw' } : {}),
    });
  });
  const value = sent % 3 === 0 ? undefined : sent;
  return { events: appended, state: { source: 'poll', changes: [{ key: `k${sent % 2}`, value }] } };
}

/** What becomes of the events of a lease: of each what `as` says for its place. */
export function settlementsOf(
  lease: Lease,
  as: readonly Settlement['status'][],
  now: number,
): Settlement[] {
  return lease.events.map(({ ref }, index): Settlement => {
    const status = as[index % as.length] ?? 'delivered';
    // The later it stands in the lease, the sooner: what stands behind must not go by its own time.
    if (status === 'retry') return { ref, status, at: now + 5_000 - index, reason: 'busy' };
    if (status === 'dead') return { ref, status, stage: 'deliver', reason: 'refused' };
    if (status === 'held' || status === 'dropped') return { ref, status, reason: 'a rule' };
    return { ref, status };
  });
}
