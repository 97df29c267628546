/** The days of a time zone, each between two instants: most have 24 hours, some 23 or 25. */
export class Days {
  readonly timeZone: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #known = new Map<number, string>();

  /** @throws {RangeError} when there is no such time zone. */
  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.#format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  }

  /** The day of an instant, in milliseconds since 1970, as `2026-07-15`. */
  of(ms: number): string {
    // Clocks are set by quarters of an hour, so each lies within one day. There are 35,000 of them in a year.
    const quarter = Math.floor(ms / quarterHour);
    const known = this.#known.get(quarter);
    if (known !== undefined) return known;
    const day = this.#format.format(ms);
    this.#known.set(quarter, day);
    return day;
  }

  /** The instant at which a day begins, in milliseconds since 1970. It need not be midnight: some clocks are changed then. */
  start(day: string): number {
    const midnight = Date.parse(`${day}T00:00:00Z`);
    // No zone is further from UTC than this. In between, the day of the zone only goes forward.
    let before = midnight - 16 * hour;
    let from = midnight + 16 * hour;
    while (from - before > 1) {
      const middle = Math.floor((before + from) / 2);
      if (this.of(middle) >= day) from = middle;
      else before = middle;
    }
    return from;
  }
}

const hour = 3_600_000;
const quarterHour = hour / 4;

/** The day of the calendar so many days later, or earlier. */
export function movedBy(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * hour).toISOString().slice(0, 10);
}
