import type { EntryNote } from '@millrace/core';
import { decimal, written } from './decimal.ts';
import type { Raw } from './match.ts';
import type { Difference, Explanation, Noted, Report, ReportFinding, Side } from './report.ts';
import type { Line } from './side.ts';
import { idOf } from './tally.ts';

/** Whether somebody has to do something about a difference. */
export const isOpen = (explained: Explanation | undefined): boolean =>
  explained === undefined || explained.kind === 'dead letter';

/** What is found out on the way to a report. */
export class Findings {
  readonly #mostListed: number;
  readonly #differences: Difference[] = [];
  readonly #notes = new Map<string, Noted>();
  /** Accounts, days and currencies with a difference that nothing explains, by event. */
  readonly #open = new Map<string, Set<string>>();
  readonly #counts = { open: 0, explained: 0 };
  #unlisted = 0;

  constructor(mostListed: number) {
    this.#mostListed = mostListed;
  }

  /** Keeps what is to be said of an order. */
  note(event: string, { order, note }: Pick<Line, 'order' | 'note'>): void {
    if (note === undefined || this.#notes.size >= this.#mostListed) return;
    this.#notes.set(nameOf(event, order), { event, order, note });
  }

  noteOf(event: string, order: string): EntryNote | undefined {
    return this.#notes.get(nameOf(event, order))?.note;
  }

  add(event: string, raw: Raw, explained: Explanation | undefined): void {
    const open = isOpen(explained);
    this.#counts[open ? 'open' : 'explained'] += 1;
    if (open) {
      const buckets = this.#open.get(event) ?? new Set();
      this.#open.set(event, buckets);
      for (const line of [raw.source, raw.destination]) if (line) buckets.add(idOf(line));
    }
    if (this.#differences.length < this.#mostListed) {
      const difference = differenceOf(event, raw);
      this.#differences.push(explained ? { ...difference, explained } : difference);
    } else this.#unlisted += 1;
  }

  /** Differences that nobody has looked at. */
  addUnlisted(count: number): void {
    this.#unlisted += count;
    this.#counts.open += count;
  }

  openIn(event: string): ReadonlySet<string> {
    return this.#open.get(event) ?? new Set();
  }

  report(): Pick<Report, 'differences' | 'counts' | 'notes' | 'agrees'> {
    const listed = new Set(this.#differences.map(({ event, order }) => nameOf(event, order)));
    const notes = [...this.#notes].filter(([name]) => !listed.has(name)).map(([, noted]) => noted);
    const counts = { ...this.#counts };
    return { differences: this.#differences, counts, notes, agrees: counts.open === 0 };
  }

  findings(pending: number, destination: string): readonly ReportFinding[] {
    const found: ReportFinding[] = [];
    if (pending > 0 && this.#counts.open > 0) {
      const text = `${pending} events wait for ${destination}: what is missing may be among them. Look again when they are delivered.`;
      found.push({ kind: 'pending', text });
    }
    if (this.#unlisted > 0) {
      const text = `${this.#unlisted} differences more are not listed. Repair those that are, or take fewer days, and look again.`;
      found.push({ kind: 'unlisted', text });
    }
    return found;
  }
}

function differenceOf(event: string, { kind, source, destination }: Raw): Difference {
  const { account, order, key, messageId } = (source ?? destination) as Line;
  return {
    kind,
    event,
    account,
    order,
    key,
    ...(messageId && { messageId }),
    ...(source && { source: sideOf(source) }),
    ...(destination && { destination: sideOf(destination) }),
  };
}

const sideOf = ({ at, day, value, currency }: Line): Side => ({
  at,
  day,
  value: written(decimal(value)),
  currency,
});

const nameOf = (event: string, order: string): string => `${event}\n${order}`;
