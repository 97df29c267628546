import { lastName, type Tables } from './database.ts';
import { decodeHeader, encodeEntry } from './entry.ts';
import { noTotals } from './rows.ts';

const newline = 10;

/**
 * Adds what format 1 did not have: the bytes of the log, and for the events that transforms have made the ids of their
 * drafts, so that both go with them. Some seconds for a million events, once. Inside a write.
 */
export function upgradeFrom1(tables: Tables): void {
  let bytes = 0;
  const ids = [...tables.messageIds.range({ start: '', end: lastName })];
  for (const { key: id, value: ref } of ids) {
    const entry = tables.log.get(ref);
    if (entry === undefined || isOf(entry, id)) continue;
    const header = { ...decodeHeader(entry, ref), draftId: id };
    tables.log.put(ref, encodeEntry(header, entry.subarray(entry.indexOf(newline) + 1)));
  }
  for (const { value } of tables.log.range({ start: 0, end: 2 ** 32 - 1 })) bytes += value.length;
  tables.totals.put('totals', { ...noTotals, ...tables.totals.get('totals'), bytes });
}

/** Whether the event's own id is `id`. Without parsing it: there may be a million of them. */
function isOf(entry: Uint8Array, id: string): boolean {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  return bytes.includes(`"messageId":${JSON.stringify(id)}`);
}
