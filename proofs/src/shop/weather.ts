import type { Random } from '../random.ts';

/** A span of virtual time, in milliseconds since 1970. */
export interface Spell {
  readonly from: number;
  readonly until: number;
}

/** Something that befalls the backend or Klaviyo. */
export type Blow =
  /** SIGKILL among its work; a new process comes at `until`. */
  | ({ readonly what: 'killed' } & Spell)
  /** Nobody is there until `until`. */
  | ({ readonly what: 'backend down' } & Spell)
  | ({ readonly what: 'klaviyo down' } & Spell);

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What befalls them in the month, by time. The two outages do not overlap, and nothing befalls a backend that is down. */
export function forecast(
  start: number,
  lastsMs: number,
  kills: number,
  random: Random,
): readonly Blow[] {
  const down = start + lastsMs * 0.3;
  const mute = start + lastsMs * 0.6;
  const outage: Blow = { what: 'backend down', from: down, until: down + 2 * dayMs };
  const silence: Blow = { what: 'klaviyo down', from: mute, until: mute + 2 * dayMs };
  const blows: Blow[] = [outage, silence];
  while (blows.length < kills + 2) {
    const from = start + random.upTo(lastsMs);
    const until = from + random.upTo(hourMs);
    const isFree = until < outage.from - hourMs || from > outage.until + hourMs;
    const isApart = blows.every(
      (blow) => blow === silence || until < blow.from || from > blow.until,
    );
    if (isFree && isApart) blows.push({ what: 'killed', from, until });
  }
  return blows.sort((one, other) => one.from - other.from);
}

/** For how much of a span the backend was there. */
export function presence(blows: readonly Blow[]): (from: number, until: number) => number {
  const away = blows.filter(({ what }) => what !== 'klaviyo down');
  return (from, until) =>
    away.reduce(
      (left, blow) => left - Math.max(0, Math.min(until, blow.until) - Math.max(from, blow.from)),
      until - from,
    );
}
