import { parseSettings } from '@millrace/core';
import { compareEvent } from './compare-event.ts';
import { Days, movedBy } from './days.ts';
import { explain, reasonsFor } from './explain.ts';
import { Findings } from './findings.ts';
import { orderEvents, Range, type ReconcileOptions } from './options.ts';
import type { Report, Row } from './report.ts';
import { rowsOf, totalsOf } from './rows.ts';
import { shiftIn, ZoneWatch } from './zones.ts';

/**
 * Compares what a source says with what a destination has: count and value of each account, day and currency, and
 * every order on which they differ. It only reads.
 *
 * Both sides' days are counted in one time zone, so that a mismatch of their own zones is no difference: it is named.
 *
 * @throws {InvalidSettings} when a day, the time zone or another option is none.
 * @throws what a book throws when its vendor cannot be asked.
 *
 * @example
 * const report = await reconcile({ source: store.book(), destination: klaviyoBook({ apiKey }), pipeline, from: '2026-07-01', until: '2026-07-31' });
 * printReport(report, process.stdout);
 */
export async function reconcile(options: ReconcileOptions): Promise<Report> {
  const { source, destination, pipeline, now = Date.now } = options;
  const { signal = new AbortController().signal } = options;
  const range = parseSettings('reconcile', Range, {
    from: options.from,
    until: options.until,
    timeZone: options.timeZone,
    events: options.events ?? orderEvents,
    depth: options.depth ?? 'days that differ',
    graceMs: options.graceMs ?? 900_000,
    mostListed: options.mostListed ?? 10_000,
    mostAtOnce: options.mostAtOnce ?? 50_000,
  });
  const [ours, theirs] = await Promise.all([source.timeZone(signal), destination.timeZone(signal)]);
  const timeZone = range.timeZone ?? ours ?? 'UTC';
  const days = new Days(timeZone);
  const stretch = {
    from: new Date(days.start(range.from)).toISOString(),
    until: new Date(days.start(movedBy(range.until, 1))).toISOString(),
    timeZone,
    signal,
  };
  const watch = new ZoneWatch(ours, theirs);
  const found = new Findings(range.mostListed);
  const shifts = new Map<number, number>();
  const rows: Row[] = [];

  for (const event of range.events) {
    const compared = await compareEvent({
      source,
      destination,
      query: { ...stretch, event },
      days,
      isWhole: range.depth === 'every order',
      mostAtOnce: range.mostAtOnce,
      mostListed: range.mostListed,
      shifts,
      see(line) {
        watch.see(line.at);
        found.note(event, line);
      },
    });
    const evidence = {
      reasons: await reasonsFor(compared.raw, destination.name, pipeline),
      noteOf: (order: string) => found.noteOf(event, order),
      now: now(),
      graceMs: range.graceMs,
    };
    for (const raw of compared.raw) found.add(event, raw, explain(raw, evidence));
    found.addUnlisted(compared.unlisted);
    rows.push(...rowsOf(event, compared, found.openIn(event)));
  }

  const names = [source.name, destination.name] as const;
  const pending = pipeline?.stats().destinations[destination.name]?.pending ?? 0;
  return {
    source: source.name,
    destination: destination.name,
    from: range.from,
    until: range.until,
    timeZone,
    zones: { ...(ours && { source: ours }), ...(theirs && { destination: theirs }) },
    rows,
    totals: totalsOf(rows),
    ...found.report(),
    findings: [
      ...watch.findings(...names),
      ...shiftIn(shifts, names),
      ...found.findings(pending, destination.name),
    ],
  };
}
