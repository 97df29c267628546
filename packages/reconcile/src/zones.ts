import type { Shifts } from './match.ts';
import { Days } from './days.ts';
import type { ReportFinding } from './report.ts';

/** Sees what the days of the two sides' own reports would show of the same orders. */
export class ZoneWatch {
  readonly #zones: readonly { readonly days: Days; readonly counts: Map<string, number> }[];

  constructor(...zones: readonly (string | undefined)[]) {
    this.#zones = zones.flatMap((zone) =>
      zone ? [{ days: new Days(zone), counts: new Map() }] : [],
    );
  }

  see(at: string): void {
    if (this.#zones.length < 2) return;
    const ms = Date.parse(at);
    for (const { days, counts } of this.#zones) {
      const day = days.of(ms);
      counts.set(day, (counts.get(day) ?? 0) + 1);
    }
  }

  /** @param names of the two sides. */
  findings(...names: readonly [string, string]): readonly ReportFinding[] {
    const [one, other] = this.#zones;
    if (one === undefined || other === undefined) return [];
    const days = new Set([...one.counts.keys(), ...other.counts.keys()]);
    const differ = [...days].filter((day) => one.counts.get(day) !== other.counts.get(day)).length;
    if (differ === 0) return [];
    const zones = [one.days.timeZone, other.days.timeZone];
    const text = `${names[0]} counts its days in ${zones[0]}, ${names[1]} in ${zones[1]}: so their own reports differ on ${differ} of ${days.size} days, though what they count is the same. Set both to one time zone, or compare reports in one.`;
    return [{ kind: 'time zones differ', text }];
  }
}

/** Less is no time zone: two clocks, or an event that was told with the time of its telling. */
const leastMinutes = 15;

/** Whether the times of one side are those of the other, moved by one constant. */
export function shiftIn(
  shifts: Shifts,
  names: readonly [string, string],
): readonly ReportFinding[] {
  const all = [...shifts].reduce((sum, [, count]) => sum + count, 0);
  const [largest] = [...shifts]
    .filter(([minutes]) => Math.abs(minutes) >= leastMinutes)
    .sort(([, a], [, b]) => b - a);
  if (largest === undefined || largest[1] < 2 || largest[1] * 2 < all) return [];
  const [minutes, count] = largest;
  const hours = Number((Math.abs(minutes) / 60).toFixed(2));
  const direction = minutes > 0 ? 'later' : 'earlier';
  const text = `Of ${all} facts that were looked at, ${count} are ${hours} hours ${direction} at ${names[1]} than at ${names[0]}: one side's times were read in another time zone than they were written in.`;
  return [{ kind: 'times shifted', text }];
}
