import { describe, expect, it } from 'vitest';
import { reconcile, type ReconcileOptions } from '../src/index.ts';
import { bookOf, entry } from './books.ts';

const july = { from: '2026-07-01', until: '2026-07-31', events: ['Order Completed'] };
const noon = '2026-07-15T12:00:00.000Z';

const compare = (
  source: Parameters<typeof bookOf>[0],
  destination: Parameters<typeof bookOf>[0],
  more: Partial<ReconcileOptions> = {},
) =>
  reconcile({
    source: bookOf(source),
    destination: bookOf(destination, { name: 'Klaviyo', sums: true }),
    ...july,
    ...more,
  });

const kinds = (report: Awaited<ReturnType<typeof reconcile>>) =>
  report.differences.map(({ kind, order, explained }) =>
    `${kind} ${order} ${explained?.kind ?? ''}`.trim(),
  );

describe('two books that agree', () => {
  it('agree, by day and currency and in all', async () => {
    const orders = [
      entry('1', { value: '0.10' }),
      entry('2', { value: '0.20' }),
      entry('3', { currency: 'USD', value: '5' }),
      entry('4', { at: '2026-07-16T00:00:00Z' }),
    ];
    const report = await compare(orders, orders);

    expect(report.agrees).toBe(true);
    expect(report.rows.map(({ day, currency, source }) => [day, currency, source])).toEqual([
      ['2026-07-15', 'EUR', { count: 2, value: '0.30' }],
      ['2026-07-15', 'USD', { count: 1, value: '5.00' }],
      ['2026-07-16', 'EUR', { count: 1, value: '10.00' }],
    ]);
    expect(report.totals.map(({ currency, source, agrees }) => [currency, source, agrees])).toEqual(
      [
        ['EUR', { count: 3, value: '10.30' }, true],
        ['USD', { count: 1, value: '5.00' }, true],
      ],
    );
  });

  it('are not read entry by entry where the sums say so', async () => {
    const destination = bookOf([entry('1')], { sums: true });
    const options = { source: bookOf([entry('1')]), destination, ...july };
    await reconcile(options);
    expect(destination.asked).toEqual([]);
    await reconcile({ ...options, depth: 'every order' });
    expect(destination.asked).toHaveLength(1);
  });

  it('agree on values that are written in other ways', async () => {
    expect(
      (await compare([entry('1', { value: '29.9800' })], [entry('1', { value: '29.98' })])).agrees,
    ).toBe(true);
    const { value: _, ...worthless } = entry('1');
    expect(
      (await compare([worthless], [entry('1', { value: '0' })], { depth: 'every order' })).agrees,
    ).toBe(true);
  });

  it('are empty when nothing happened', async () => {
    expect(await compare([], [])).toMatchObject({
      rows: [],
      totals: [],
      differences: [],
      agrees: true,
    });
  });
});

describe('what differs is listed by order', () => {
  it('an order that is missing there', async () => {
    const report = await compare([entry('1'), entry('2')], [entry('1')]);
    expect(report).toMatchObject({ agrees: false, counts: { open: 1, explained: 0 } });
    expect(report.differences).toEqual([
      {
        kind: 'missing',
        event: 'Order Completed',
        account: 'Order Completed',
        order: '2',
        key: '2',
        messageId: 'placed:2',
        source: { at: noon, day: '2026-07-15', value: '10.00', currency: 'EUR' },
      },
    ]);
    expect(report.rows).toMatchObject([{ agrees: false, explained: false }]);
  });

  it('one that is only there, and one that is there twice', async () => {
    const report = await compare([entry('1')], [entry('1'), entry('1'), entry('9')]);
    expect(kinds(report)).toEqual(['twice 1', 'extra 9']);
  });

  it('another value, and another currency', async () => {
    const theirs = [entry('1', { value: '10.01' }), entry('2', { currency: 'USD' })];
    expect(kinds(await compare([entry('1'), entry('2')], theirs))).toEqual(['value 1', 'value 2']);
  });

  it('another day, also when it lies outside of the days that are compared', async () => {
    const ours = [
      entry('1'),
      entry('2', { at: '2026-07-31T23:30:00Z' }),
      entry('3', { at: '2026-06-30T23:30:00Z' }),
    ];
    const theirs = [
      entry('1', { at: '2026-07-16T12:00:00Z' }),
      entry('2', { at: '2026-08-01T00:30:00Z' }),
      entry('3', { at: '2026-07-01T00:30:00Z' }),
    ];
    expect(kinds(await compare(ours, theirs)).sort()).toEqual(['day 1', 'day 2', 'day 3']);
  });

  it('and two that a sum hides, if every order is asked for', async () => {
    const [ours, theirs] = [[entry('1')], [entry('2')]];
    expect(kinds(await compare(ours, theirs))).toEqual([]);
    expect(kinds(await compare(ours, theirs, { depth: 'every order' }))).toEqual([
      'missing 1',
      'extra 2',
    ]);
  });

  it('an order that is worth nothing', async () => {
    expect(kinds(await compare([entry('1', { value: '0' })], []))).toEqual(['missing 1']);
  });

  it('every order, also where the sums of the other side are wrong', async () => {
    const destination = { ...bookOf([entry('1')], { name: 'Klaviyo' }), days: async () => [] };
    const options = { source: bookOf([]), destination, ...july };
    expect(kinds(await reconcile(options))).toEqual([]);
    expect(kinds(await reconcile({ ...options, depth: 'every order' }))).toEqual(['extra 1']);
  });

  it('and nothing that a book has said without being asked', async () => {
    const talkative = (entries: Parameters<typeof bookOf>[0], name: string) => ({
      ...bookOf([], { name }),
      async *entries() {
        yield* entries;
      },
    });
    const outside = [
      entry('1', { at: '2026-06-30T23:59:59.999Z' }),
      entry('2', { at: '2026-08-01T00:00:00Z' }),
    ];
    const [source, destination] = [talkative(outside, 'Shop'), talkative([], 'Klaviyo')];
    expect(await reconcile({ source, destination, ...july })).toMatchObject({
      rows: [],
      agrees: true,
    });
  });

  it('as many as are to be listed, while all of them are counted', async () => {
    const orders = Array.from({ length: 20 }, (_, index) => entry(String(index)));
    const report = await compare(orders, [], { mostListed: 5 });
    expect(report.differences).toHaveLength(5);
    expect(report.counts.open).toBe(20);
    expect(report.findings).toMatchObject([{ kind: 'unlisted' }]);
    expect(report.rows).toMatchObject([{ source: { count: 20 }, destination: { count: 0 } }]);
  });
});

describe('what explains a difference', () => {
  it('an order that says nobody to tell', async () => {
    const note = { kind: 'no address', text: 'it has no email' } as const;
    const report = await compare([entry('1', { note })], []);
    expect(kinds(report)).toEqual(['missing 1 no address']);
    expect(report).toMatchObject({ agrees: true, counts: { open: 0, explained: 1 } });
    expect(report.rows).toMatchObject([{ agrees: false, explained: true }]);
  });

  it('that it happened just now', async () => {
    const at = (ms: number) => ({ now: () => Date.parse(noon) + ms });
    expect(kinds(await compare([entry('1')], [], at(60_000)))).toEqual(['missing 1 recent']);
    expect(kinds(await compare([entry('1')], [], at(900_000)))).toEqual(['missing 1']);
    expect(kinds(await compare([entry('1')], [], at(-1)))).toEqual(['missing 1']);
  });

  it('what the pipeline says of it: held, dropped, a dead letter, which stays open', async () => {
    const at = (messageId: string, destination = 'Klaviyo') => ({
      messageId,
      destination,
      reason: 'why',
    });
    const pipeline: ReconcileOptions['pipeline'] = {
      held: async () => [at('placed:1'), at('placed:9'), at('placed:4', 'Segment')],
      drops: async () => [at('placed:2'), at('placed:5', 'Segment')],
      deadLetters: async ({ messageIds = [] }) =>
        messageIds.includes('placed:3')
          ? [{ event: { messageId: 'placed:3' }, destination: 'Klaviyo', reason: 'why' }]
          : [],
      stats: () => ({ destinations: { Klaviyo: { pending: 7 } } }),
    };
    const orders = ['1', '2', '3', '4', '5'].map((id) => entry(id));
    const report = await compare(orders, [], { pipeline });

    expect(kinds(report)).toEqual([
      'missing 1 held',
      'missing 2 dropped',
      'missing 3 dead letter',
      'missing 4',
      'missing 5',
    ]);
    expect(report.counts).toEqual({ open: 3, explained: 2 });
    expect(report.findings).toMatchObject([
      { kind: 'pending', text: expect.stringContaining('7 events') },
    ]);
  });

  it('an edit, where the value as it was told is not known', async () => {
    const note = { kind: 'edited', text: 'told 10, now 12' } as const;
    const report = await compare(
      [entry('1', { note })],
      [entry('1', { value: '11' }), entry('1_line', { order: '1' })],
    );
    expect(kinds(report)).toEqual(['value 1 edited', 'extra 1 edited']);
    expect(report).toMatchObject({ agrees: true, notes: [] });
  });
});

describe('an order that was edited since it was told', () => {
  const told = (value: number) => ({
    event: 'Order Completed',
    timestamp: noon,
    messageId: 'placed:1',
    properties: { order_id: '1', total: value },
  });
  const reckon: Parameters<typeof bookOf>[1] = {
    name: 'Klaviyo',
    sums: true,
    reckon: ({ properties, timestamp }) => [
      { account: 'Placed Order', key: '1', at: timestamp, value: String(properties['total']) },
    ],
  };
  const note = { kind: 'edited', text: 'told 10, now 12.50' } as const;
  const ours = bookOf([entry('1', { told: told(10), today: told(12.5), note })]);
  const there = (value: string) =>
    bookOf([{ key: '1', account: 'Placed Order', at: noon, value }], reckon);

  it('is compared by what it was worth then, and noted', async () => {
    const report = await reconcile({ source: ours, destination: there('10'), ...july });
    expect(report).toMatchObject({ agrees: true, notes: [{ order: '1', note }] });
    expect(report.rows).toMatchObject([
      { account: 'Placed Order', editedBy: '2.50', agrees: true },
    ]);
  });

  it('is no excuse for a value that was never told', async () => {
    const report = await reconcile({ source: ours, destination: there('12.5'), ...july });
    expect(kinds(report)).toEqual(['value 1']);
  });
});

describe('time zones', () => {
  // Late in the evening in Chicago, which is the next day in UTC.
  const evenings = ['2026-07-14', '2026-07-15', '2026-07-15'].map((day, index) =>
    entry(String(index), { at: `${day}T03:00:00.000Z` }),
  );

  it('are named when the two sides count their own days in different ones', async () => {
    const report = await reconcile({
      source: bookOf(evenings, { name: 'BigCommerce', zone: 'America/Chicago' }),
      destination: bookOf(evenings, { name: 'Klaviyo', zone: 'UTC' }),
      ...july,
    });
    expect(report).toMatchObject({ agrees: true, timeZone: 'America/Chicago' });
    expect(report.rows.map(({ day }) => day)).toEqual(['2026-07-13', '2026-07-14']);
    expect(report.findings).toMatchObject([{ kind: 'time zones differ' }]);
    expect(report.findings[0]?.text).toContain('America/Chicago');
    expect(report.findings[0]?.text).toContain('3 of 3 days');
  });

  it('are not named when they come to the same days', async () => {
    const report = await reconcile({
      source: bookOf(evenings, { zone: 'Europe/Madrid' }),
      destination: bookOf(evenings, { zone: 'Europe/Paris' }),
      ...july,
    });
    expect(report.findings).toEqual([]);
  });

  it('are found out when one side has read the times of the other in the wrong one', async () => {
    const shifted = evenings.map((each) => ({ ...each, at: each.at.replace('T03', 'T08') }));
    const report = await compare(evenings, shifted, { timeZone: 'America/Chicago' });
    expect(kinds(report)).toEqual(['day 0', 'day 1', 'day 2']);
    expect(report.findings).toMatchObject([{ kind: 'times shifted' }]);
    expect(report.findings[0]?.text).toContain('3 are 5 hours later at Klaviyo');
  });

  it('can be named by the caller', async () => {
    const report = await compare(evenings, evenings, { timeZone: 'Asia/Tokyo' });
    expect(report.rows.map(({ day }) => day)).toEqual(['2026-07-14', '2026-07-15']);
  });
});

describe('what cannot be compared', () => {
  it.each([
    [{ from: '2026-07-32' }, 'from'],
    [{ until: '2026-06-30' }, 'until: is before from'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ events: [] }, 'events'],
  ])('%o is refused', async (wrong, said) => {
    await expect(compare([], [], wrong)).rejects.toThrow(said);
  });

  it('ends when the signal says so', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(compare([entry('1')], [], { signal })).rejects.toThrow('enough');
  });
});
