import { isOpen } from './findings.ts';
import type { Difference, Report, Row, Side } from './report.ts';

export interface PrintOptions {
  /** Which days have a line of their own. Default: all. */
  readonly days?: 'all' | 'that differ';
  /** At most so many differences are printed, and so many notes. Default 50. */
  readonly most?: number;
}

/** Prints a report as a table, with what differs under it, in plain text. */
export function printReport(
  report: Report,
  stream: { write(text: string): unknown },
  { days = 'all', most = 50 }: PrintOptions = {},
): void {
  const { source, destination, from, until, timeZone } = report;
  const lines = [
    `${source} and ${destination}, ${from} to ${until}, days in ${timeZone}`,
    '',
    ...table(report, days),
  ];
  list(
    lines,
    `Differences (${report.counts.open} open, ${report.counts.explained} explained):`,
    [...report.differences].sort(openFirst).map(sentenceOf),
    most,
  );
  list(
    lines,
    'Notes, on which both sides agree:',
    report.notes.map(({ event, order, note }) => `${event} ${order}: ${note.text}`),
    most,
  );
  list(
    lines,
    'Besides:',
    report.findings.map(({ text }) => text),
    most,
  );
  lines.push('', report.agrees ? 'Both sides agree.' : 'The two sides differ: see above.', '');
  stream.write(lines.join('\n'));
}

function table(
  { rows, totals, source, destination }: Report,
  days: PrintOptions['days'],
): string[] {
  const shown = rows.filter(({ agrees }) => days === 'all' || !agrees);
  const cells: string[][] = [['', '', '', '', source, '', destination, '']];
  for (const total of totals) {
    for (const row of shown) if (isOf(row, total)) cells.push(cellsOf(row, row.day));
    cells.push(cellsOf(total, 'in all'));
  }
  const widths = cells[0]?.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  return cells.map((row) =>
    `  ${row.map((cell, column) => align(cell, widths?.[column] ?? 0, column)).join('  ')}`.trimEnd(),
  );
}

const isOf = (row: Row, total: Row): boolean =>
  row.event === total.event && row.account === total.account && row.currency === total.currency;

function cellsOf(row: Row, day: string): string[] {
  const { account, currency, source, destination, editedBy, agrees, explained } = row;
  const mark = agrees ? 'ok' : explained ? 'explained' : 'DIFFERS';
  const edited = Number(editedBy) === 0 ? '' : ` (edited since: ${editedBy})`;
  return [
    account,
    day,
    currency,
    String(source.count),
    source.value,
    String(destination.count),
    destination.value,
    mark + edited,
  ];
}

const openFirst = (a: Difference, b: Difference): number =>
  Number(isOpen(b.explained)) - Number(isOpen(a.explained));

/** Numbers to the right, words to the left. */
const align = (cell: string, width: number, column: number): string =>
  column >= 3 && column <= 6 ? cell.padStart(width) : cell.padEnd(width);

function list(lines: string[], title: string, entries: readonly string[], most: number): void {
  if (entries.length === 0) return;
  lines.push('', title, ...entries.slice(0, most).map((entry) => `  ${entry}`));
  if (entries.length > most) lines.push(`  … and ${entries.length - most} more`);
}

function sentenceOf({
  kind,
  account,
  order,
  key,
  source,
  destination,
  explained,
}: Difference): string {
  const what = `${account} ${order}${key === order ? '' : ` (${key})`}`;
  const why = explained === undefined ? '' : `; ${explained.kind}: ${explained.text}`;
  return `${what}: ${kind}, ${[source && `told ${sideOf(source)}`, destination && `there ${sideOf(destination)}`].filter(Boolean).join(', ')}${why}`;
}

const sideOf = ({ at, value, currency }: Side): string =>
  `${value} ${currency}`.trim() + ` at ${at}`;
