import type { EntryNote } from '@millrace/core';
import type { Whereabouts } from './options.ts';
import type { Raw } from './match.ts';
import type { Explanation } from './report.ts';
import type { Line } from './side.ts';

/** So many ids are asked for at a time, and so many of what is listed without asking for ids are looked at. */
const idsAtOnce = 500;
const mostElsewhere = 100_000;

/** Why an event has not arrived, by its `messageId`, as the pipeline knows it. */
export type Reasons = ReadonlyMap<string, Explanation>;

/** Asks the pipeline about all that is missing. */
export async function reasonsFor(
  raw: readonly Raw[],
  destination: string,
  pipeline: Whereabouts | undefined,
): Promise<Reasons> {
  const reasons = new Map<string, Explanation>();
  const ids = new Set(
    raw.flatMap(({ kind, source }) => (kind === 'missing' && source?.messageId) || []),
  );
  if (pipeline === undefined || ids.size === 0) return reasons;
  const note = (kind: Explanation['kind'], messageId: string, text: string): void => {
    if (ids.has(messageId)) reasons.set(messageId, { kind, text });
  };
  for (const drop of await pipeline.drops(mostElsewhere)) {
    const isOurs = drop.destination === undefined || drop.destination === destination;
    if (isOurs) note('dropped', drop.messageId, drop.reason);
  }
  for (const held of await pipeline.held(mostElsewhere)) {
    if (held.destination === destination) note('held', held.messageId, held.reason);
  }
  const wanted = [...ids];
  for (let first = 0; first < wanted.length; first += idsAtOnce) {
    const messageIds = wanted.slice(first, first + idsAtOnce);
    // Of stage transform, too: those have no destination.
    for (const letter of await pipeline.deadLetters({ messageIds, limit: mostElsewhere })) {
      const { destination: where = destination } = letter;
      if (where === destination) note('dead letter', letter.event.messageId, letter.reason);
    }
  }
  return reasons;
}

export interface Evidence {
  readonly reasons: Reasons;
  /** What is to be said of an order. */
  noteOf(order: string): EntryNote | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly graceMs: number;
}

/** Why a difference is there; `undefined` when nothing explains it. */
export function explain(raw: Raw, evidence: Evidence): Explanation | undefined {
  const { kind, source, destination } = raw;
  if (kind === 'missing' && source !== undefined) {
    const why = whyMissing(source, evidence);
    if (why !== undefined) return why;
  }
  const order = (source ?? destination)?.order;
  const note = source?.note ?? (order === undefined ? undefined : evidence.noteOf(order));
  // Where the value that was told is known, an edit is no reason for another one.
  const isKnown = source?.today !== undefined && source.today !== source.value;
  return note?.kind === 'edited' && !isKnown && kind !== 'day' ? note : undefined;
}

function whyMissing(source: Line, evidence: Evidence): Explanation | undefined {
  const { messageId, note, at } = source;
  const known = messageId === undefined ? undefined : evidence.reasons.get(messageId);
  if (known !== undefined) return known;
  if (note?.kind === 'no address' || note?.kind === 'passed over') return note;
  const age = evidence.now - Date.parse(at);
  if (age < 0 || age >= evidence.graceMs) return undefined;
  return { kind: 'recent', text: 'it happened just now, and may be on its way' };
}
