import type { Clock } from '../../observe/clock.ts';
import type { Logger } from '../../observe/logger.ts';
import { StoreFull } from '../errors.ts';
import type { Tables } from './database.ts';
import { noTotals } from './rows.ts';
import { statsOf } from './stats.ts';

const warnAt = 0.8;
/** Beyond this, only commits that have priority are taken. */
const ordinaryUpTo = 0.95;
/** What is delivered is kept for a while, and counts only once the log is larger than its bound by this factor. */
const slack = 1.5;
/** How long a look at the tables is good for. Milliseconds. */
const freshMs = 100;

interface Look {
  readonly at: number;
  readonly level: number;
}

export interface QuotaOptions {
  readonly clock: Clock;
  /** How many bytes of events the log may hold. */
  readonly maxBytes: number;
  readonly logger?: Pick<Logger, 'warn'> | undefined;
}

/**
 * How full the log is: what cannot be pruned, as it is pending, held or dead somewhere, as a part of `maxBytes`. It is an
 * estimate that costs a few look-ups: the events of the destination that has most of them left, at the mean size of an
 * event. What is kept though it is delivered makes room by itself, and does not count, until the log is half as large
 * again as it may be.
 */
export class Quota {
  readonly #tables: Tables;
  readonly #options: QuotaOptions;
  #last: Look = { at: Number.NEGATIVE_INFINITY, level: 0 };
  #warned = false;

  constructor(tables: Tables, options: QuotaOptions) {
    this.#tables = tables;
    this.#options = options;
  }

  /** 1 and more: full. */
  get level(): number {
    const now = this.#options.clock.now();
    if (Math.abs(now - this.#last.at) >= freshMs) {
      this.#last = { at: now, level: this.#look() };
      this.#warn(this.#last.level);
    }
    return this.#last.level;
  }

  /** @throws {StoreFull} when a commit may not be taken. */
  check(priority: boolean): void {
    const { level } = this;
    if (level < (priority ? 1 : ordinaryUpTo)) return;
    const share = `${Math.floor(level * 100)} % of the ${this.#options.maxBytes} bytes that the log may hold (\`retention.maxBytes\`) are events that are not delivered yet, most of them for ${this.#largest()}`;
    const taken = level < 1 ? '; only orders, consent and erasure are taken' : '';
    throw new StoreFull(
      `${share}${taken}. Find out why they are not delivered (\`pipeline.stats()\`, \`pipeline.deadLetters()\`), or raise the bound`,
    );
  }

  #look(): number {
    const { bytes, events } = this.#tables.totals.get('totals') ?? noTotals;
    const { maxBytes } = this.#options;
    // Most often all that is to be known.
    if (bytes / maxBytes < warnAt) return bytes / maxBytes / slack;
    const { failed, destinations } = statsOf(this.#tables);
    const left = Object.values(destinations).map(
      ({ pending, held, dead }) => pending + held + dead,
    );
    const stuck = Math.min(1, (Math.max(0, ...left) + failed) / Math.max(1, events));
    return Math.max((bytes * stuck) / maxBytes, bytes / maxBytes / slack);
  }

  /** The destinations that have most left to do, the first three of them. */
  #largest(): string {
    const { destinations } = statsOf(this.#tables);
    const left = Object.entries(destinations)
      .map(([name, of]) => ({ name, of, all: of.pending + of.held + of.dead }))
      .filter(({ all }) => all > 0)
      .sort((a, b) => b.all - a.all)
      .slice(0, 3);
    return left
      .map(({ name, of }) => `${name} (${of.pending} pending, ${of.held} held, ${of.dead} dead)`)
      .join(', ');
  }

  /** Once, and again after it fell below. */
  #warn(level: number): void {
    if (level < warnAt) this.#warned = false;
    if (level < warnAt || this.#warned) return;
    this.#warned = true;
    this.#options.logger?.warn(
      { level, maxBytes: this.#options.maxBytes, most: this.#largest() },
      'the log is nearly full of events that are not delivered: appends are refused when it is',
    );
  }
}
