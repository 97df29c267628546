/** A time zone as `GET /v2/store` has it: the name says all; the offsets, in seconds, are of the year's two halves. */
export function timeZone(name: string, now: number) {
  const year = new Date(now).getUTCFullYear();
  const offsets = [0, 6].map((month) => offsetAt(name, Date.UTC(year, month, 15)));
  const [raw, dst] = [Math.min(...offsets), Math.max(...offsets)];
  return {
    name,
    raw_offset: raw,
    dst_offset: dst,
    dst_correction: raw !== dst,
    date_format: { display: 'M jS Y', export: 'M jS Y', extended_display: 'M jS Y @ g:i A' },
  };
}

function offsetAt(timeZoneName: string, ms: number): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timeZoneName,
    timeZoneName: 'longOffset',
  });
  const part = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName');
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(part?.value ?? '') ?? [];
  const seconds = Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -seconds : seconds;
}
