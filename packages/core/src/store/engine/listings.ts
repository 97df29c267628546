import type { DeadLetter, DeadLetterQuery, Drop, Held } from '../records.ts';
import { nameOf } from '../../event/event.ts';
import { lastName, type Tables } from './database.ts';
import { placeholder, readEvent } from './damaged.ts';

const everything = Number.POSITIVE_INFINITY;

const isoOf = (at: number): string => new Date(at).toISOString();

/** The dead letters that a query asks for, oldest first within a destination. */
export function findDeadLetters(
  tables: Tables,
  query: DeadLetterQuery,
  limit: number,
): DeadLetter[] {
  const { destination, stage, messageIds } = query;
  const wanted = messageIds === undefined ? undefined : new Set(messageIds);
  const { after } = query;
  const start =
    after === undefined
      ? ([destination ?? '', 0] as const)
      : ([after.destination ?? '', after.ref + 1] as const);
  const end = [destination ?? lastName, everything] as const;
  const found: DeadLetter[] = [];
  for (const { key, value } of tables.dead.range({ start, end })) {
    if (found.length >= limit) break;
    if (stage !== undefined && value.stage !== stage) continue;
    const [name, ref] = key;
    const entry = tables.log.get(ref);
    if (entry === undefined) continue;
    const readable = readEvent(entry, ref);
    const event = readable ?? placeholder(ref, value.at);
    if (wanted !== undefined && !wanted.has(event.messageId)) continue;
    found.push({
      ref,
      event,
      ...(readable === undefined ? { damaged: true } : {}),
      stage: value.stage,
      ...(name === '' ? {} : { destination: name }),
      reason: value.reason,
      attempts: value.attempts,
      // Of those that were written by an older version only the last failure is known.
      history: (value.failures ?? [value]).map(({ at, reason }) => ({ at: isoOf(at), reason })),
      at: isoOf(value.at),
    });
  }
  return found;
}

/** The newest events that somebody's rule dropped. */
export function findDrops(tables: Tables, limit: number): Drop[] {
  const found: Drop[] = [];
  const range = { start: [0, ''], end: [everything, ''], limit, reverse: true } as const;
  for (const { key, value } of tables.drops.range(range)) {
    const [ref, destination] = key;
    const entry = tables.log.get(ref);
    if (entry === undefined) continue;
    const event = readEvent(entry, ref) ?? placeholder(ref, value.at);
    found.push({
      messageId: event.messageId,
      event: nameOf(event),
      ...(destination === '' ? {} : { destination }),
      reason: value.reason,
      at: isoOf(value.at),
    });
  }
  return found;
}

/** The events that are held, whether they are the first of their profile or behind another one. */
export function findHeld(tables: Tables, limit: number): Held[] {
  const found: Held[] = [];
  const range = { start: ['', 0], end: [lastName, everything] } as const;
  for (const { key, value } of tables.exceptions.range(range)) {
    if (found.length >= limit) break;
    const [destination, ref] = key;
    const entry = value.held ? tables.log.get(ref) : undefined;
    if (entry === undefined) continue;
    const event = readEvent(entry, ref) ?? placeholder(ref, 0);
    const { messageId } = event;
    found.push({ messageId, event: nameOf(event), destination, reason: value.reason ?? '' });
  }
  return found;
}
