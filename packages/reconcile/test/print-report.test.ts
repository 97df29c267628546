import { expect, it } from 'vitest';
import { printReport, reconcile, type PrintOptions, type Report } from '../src/index.ts';
import { bookOf, entry } from './books.ts';

function printed(report: Report, options?: PrintOptions): string {
  let text = '';
  printReport(report, { write: (more: string) => (text += more) }, options);
  return text;
}

const compare = (ours: Parameters<typeof bookOf>[0], theirs: Parameters<typeof bookOf>[0]) =>
  reconcile({
    source: bookOf(ours, { name: 'bigcommerce:abc123' }),
    destination: bookOf(theirs, { name: 'Klaviyo' }),
    from: '2026-07-01',
    until: '2026-07-31',
    timeZone: 'Europe/Madrid',
    events: ['Order Completed'],
  });

it('a report is a table, with what differs under it', async () => {
  const report = await compare(
    [entry('1', { value: '1204.5' }), entry('2', { at: '2026-07-16T12:00:00Z' })],
    [entry('1', { value: '1204.50' })],
  );
  expect(printed(report))
    .toBe(`bigcommerce:abc123 and Klaviyo, 2026-07-01 to 2026-07-31, days in Europe/Madrid

                                       bigcommerce:abc123     Klaviyo
  Order Completed  2026-07-15  EUR  1             1204.50  1  1204.50  ok
  Order Completed  2026-07-16  EUR  1               10.00  0     0.00  DIFFERS
  Order Completed  in all      EUR  2             1214.50  1  1204.50  DIFFERS

Differences (1 open, 0 explained):
  Order Completed 2: missing, told 10.00 EUR at 2026-07-16T12:00:00.000Z

The two sides differ: see above.
`);
});

it('only the days that differ have a line, if that is asked', async () => {
  const report = await compare(
    [entry('1'), entry('2', { at: '2026-07-16T12:00:00Z' })],
    [entry('1')],
  );
  const lines = printed(report, { days: 'that differ' });
  expect(lines).not.toContain('2026-07-15  EUR');
  expect(lines).toContain('2026-07-16  EUR');
});

it('differences are cut short, and counted', async () => {
  const report = await compare(
    ['1', '2', '3'].map((key) => entry(key)),
    [],
  );
  const lines = printed(report, { most: 2 });
  expect(lines).toContain('Differences (3 open');
  expect(lines).toContain('… and 1 more');
  expect(lines).not.toContain('Order Completed 3');
});

it('a report that agrees says so, with the reasons of what is explained', async () => {
  const note = { kind: 'no address', text: 'it has no email' } as const;
  const lines = printed(await compare([entry('1', { note })], []));
  expect(lines).toContain('no address: it has no email');
  expect(lines).toContain('explained');
  expect(lines).toContain('Both sides agree.');
});

it('what is open comes first', async () => {
  const note = { kind: 'no address', text: 'it has no email' } as const;
  const lines = printed(await compare([entry('1', { note }), entry('2')], []));
  expect(lines.indexOf('Order Completed 2: missing')).toBeLessThan(
    lines.indexOf('Order Completed 1: missing'),
  );
});
