import type { DeadLetter, DeadLetterQuery, Drop, Held } from '../records.ts';
import { nameOf } from '../../event/event.ts';
import type { Tables } from './database.ts';
import { decodeEvent } from './entry.ts';

const everything = Number.POSITIVE_INFINITY;

/** The dead letters that a query asks for, oldest first within a destination. */
export function findDeadLetters(
  tables: Tables,
  query: DeadLetterQuery,
  limit: number,
): DeadLetter[] {
  const { destination, stage, messageIds } = query;
  const wanted = messageIds === undefined ? undefined : new Set(messageIds);
  const start = [destination ?? '', 0] as const;
  const end = [destination ?? '\uffff', everything] as const;
  const found: DeadLetter[] = [];
  for (const { key, value } of tables.dead.range({ start, end })) {
    if (found.length >= limit) break;
    if (stage !== undefined && value.stage !== stage) continue;
    const [name, ref] = key;
    const entry = tables.log.get(ref);
    if (entry === undefined) continue;
    const event = decodeEvent(entry, ref);
    if (wanted !== undefined && !wanted.has(event.messageId)) continue;
    found.push({
      ref,
      event,
      stage: value.stage,
      ...(name === '' ? {} : { destination: name }),
      reason: value.reason,
      attempts: value.attempts,
      at: new Date(value.at).toISOString(),
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
    const event = decodeEvent(entry, ref);
    found.push({
      messageId: event.messageId,
      event: nameOf(event),
      ...(destination === '' ? {} : { destination }),
      reason: value.reason,
      at: new Date(value.at).toISOString(),
    });
  }
  return found;
}

/** The events that are held, whether they are the first of their profile or behind another one. */
export function findHeld(tables: Tables, limit: number): Held[] {
  const found: Held[] = [];
  const range = { start: ['', 0], end: ['\uffff', everything] } as const;
  for (const { key, value } of tables.exceptions.range(range)) {
    if (found.length >= limit) break;
    const [destination, ref] = key;
    const entry = value.held ? tables.log.get(ref) : undefined;
    if (entry === undefined) continue;
    const event = decodeEvent(entry, ref);
    const { messageId } = event;
    found.push({ messageId, event: nameOf(event), destination, reason: value.reason ?? '' });
  }
  return found;
}
