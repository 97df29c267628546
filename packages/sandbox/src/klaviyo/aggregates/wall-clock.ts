/** What the clocks on the walls of a time zone show. */
export class WallClock {
  readonly #format: Intl.DateTimeFormat;

  /** @throws {RangeError} when there is no such time zone. */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** The time that is shown at an instant, as if it were UTC, in ms. */
  shown(at: number): number {
    const parts = new Map(
      this.#format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    return Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
  }

  /** The first instant at which a time is shown or, where the clocks leap over it, a later one. */
  instant(shown: number): number {
    let before = shown - 16 * hour;
    let from = shown + 16 * hour;
    while (from - before > 1_000) {
      const middle = Math.floor((before + from) / 2_000) * 1_000;
      if (this.shown(middle) >= shown) from = middle;
      else before = middle;
    }
    return from;
  }

  /** An instant with the offset of the zone, as `2026-07-15T00:00:00-05:00`. */
  written(at: number): string {
    const shown = this.shown(at);
    const minutes = Math.round((shown - Math.floor(at / 1000) * 1000) / 60_000);
    const offset = new Date(Math.abs(minutes) * 60_000).toISOString().slice(11, 16);
    return `${new Date(shown).toISOString().slice(0, 19)}${minutes < 0 ? '-' : '+'}${offset}`;
  }
}

const hour = 3_600_000;
