import { describe, expect, test } from 'vitest';
import { bundle } from '../../test/bundles.ts';
import { refund } from '../../test/orders.ts';
import type { OrderBundle } from './bundle.ts';
import { draftOf } from './draft.ts';
import type { OrderFact } from './fact.ts';
import { type OrderLedger, withoutFacts } from './ledger.ts';
import { factsOf } from './life.ts';
import { toldAs } from './told.ts';

const rules = { notPlaced: [0, 1, 7] };
const day = (day: number): string => new Date(Date.UTC(2026, 2, day, 12)).toUTCString();
const iso = (at: number): string => new Date(Date.UTC(2026, 2, at, 12)).toISOString();
const created = { date_created: day(1) };

/** The keys of the facts, in order. */
const keys = (of: OrderBundle, ledger?: OrderLedger, by = rules) =>
  factsOf(of, ledger, by).map(({ key }) => key);
const keysOf = (of: object, parts: Parameters<typeof bundle>[1] = {}, ledger?: OrderLedger) =>
  keys(bundle({ ...created, ...of }, parts), ledger);

/** The ledger after an order was looked at and all of it was told. */
function lookedAt(of: OrderBundle, before?: OrderLedger): OrderLedger {
  const told = factsOf(of, before, rules).map((fact) => {
    const { properties } = draftOf(fact, of, { storeHash: 'abc123', catalog: new Map() });
    return [fact.key, fact.told ?? toldAs(fact, properties ?? {})];
  });
  return { seen: of.order.date_modified, facts: Object.fromEntries(told) };
}
const after = (of: object, parts: Parameters<typeof bundle>[1] = {}, before?: OrderLedger) =>
  lookedAt(bundle({ ...created, ...of }, parts), before);

describe('an order that is seen for the first time', () => {
  test.each([3, 8, 9, 11, 12, 13, 14])('with the status %i is placed', (status_id) => {
    expect(keysOf({ status_id })).toEqual(['placed']);
  });

  test.each([0, 1, 7])('with the status %i is not placed yet', (status_id) => {
    expect(keysOf({ status_id }, { refunds: [refund()] })).toEqual([]);
  });

  test('is placed in other statuses, where the merchant says so', () => {
    const of = (status_id: number) => bundle({ ...created, status_id });
    expect(keys(of(7), undefined, { notPlaced: [0, 1] })).toEqual(['placed']);
    expect(keys(of(11), undefined, { notPlaced: [0, 11] })).toEqual([]);
  });

  test.each([2, 10])('with the status %i was placed, and is fulfilled', (status_id) => {
    expect(keysOf({ status_id })).toEqual(['placed', 'fulfilled']);
  });

  test('as refunded was placed, whatever it says of its payment', () => {
    expect(keysOf({ status_id: 4, payment_status: '' })).toEqual(['placed', 'refunded']);
  });

  test.each([5, 6])('with the status %i says nothing of what it was before', (status_id) => {
    for (const payment_status of [
      '',
      'void',
      'declined',
      'pending',
      'authorized',
      'void pending',
    ]) {
      expect(keysOf({ status_id, payment_status })).toEqual([]);
    }
  });

  test.each([
    { payment_status: 'paid' },
    { payment_status: 'Captured' },
    { payment_status: 'refunded' },
    { payment_status: 'partially refunded' },
    { payment_status: '', items_shipped: 1 },
  ])('as cancelled was placed when %j shows it', (evidence) => {
    expect(keysOf({ status_id: 5, ...evidence })).toEqual(['placed', 'cancelled']);
    expect(keysOf({ status_id: 6, ...evidence })).toEqual(['placed']);
  });

  test('as cancelled was placed when it was sent by hand', () => {
    const of = { status_id: 5, payment_status: '', date_shipped: day(3), date_modified: day(9) };
    expect(keysOf(of)).toEqual(['placed', 'fulfilled', 'cancelled']);
  });

  test('as cancelled was placed when it was refunded', () => {
    const of = { status_id: 5, payment_status: '', date_modified: day(9) };
    expect(keysOf(of, { refunds: [refund()] })).toEqual(['placed', 'refund:12', 'cancelled']);
  });

  test('is told whole, in order of time', () => {
    const life = {
      status_id: 5,
      payment_status: '',
      date_shipped: day(3),
      date_modified: day(9),
      items_shipped: 2,
    };
    const refunds = [refund({ id: 20, created: iso(6) }), refund({ id: 12, created: iso(4) })];
    const facts = factsOf(bundle({ ...created, ...life }, { refunds }), undefined, rules);
    expect(facts.map(({ key, at, refundNumber }) => [key, at, refundNumber])).toEqual([
      ['placed', iso(1), undefined],
      ['fulfilled', iso(3), undefined],
      ['refund:12', iso(4), 1],
      ['refund:20', iso(6), 2],
      ['cancelled', iso(9), undefined],
    ]);
  });

  test('has no fact that is earlier than itself', () => {
    const of = { status_id: 2, date_created: day(5), date_shipped: day(3), date_modified: day(6) };
    const facts = factsOf(bundle(of, { refunds: [refund({ created: iso(2) })] }), undefined, rules);
    expect(facts.map(({ at }) => at)).toEqual([iso(5), iso(5), iso(5)]);
  });

  test('is nothing while it is archived', () => {
    expect(keysOf({ status_id: 2, is_deleted: true })).toEqual([]);
  });
});

describe('an order is fulfilled', () => {
  const at = (of: object, ledger?: OrderLedger) =>
    factsOf(bundle({ ...created, date_modified: day(9), ...of }), ledger, rules).find(
      ({ key }) => key === 'fulfilled',
    )?.at;

  test('when it was shipped, or else when it was changed last', () => {
    expect(at({ status_id: 2, date_shipped: day(3) })).toBe(iso(3));
    expect(at({ status_id: 10 })).toBe(iso(9));
  });

  test('later than the shipment of a part of it', () => {
    expect(at({ status_id: 2, date_shipped: day(3), items_shipped: 1 })).toBe(iso(9));
  });

  test('after it was looked at and was not', () => {
    const ledger = after({ status_id: 3, date_shipped: day(3), date_modified: day(4) });
    expect(at({ status_id: 10, date_shipped: day(3) }, ledger)).toBe(iso(9));
  });

  test('once all was shipped, whatever its status has become', () => {
    expect(at({ status_id: 14, date_shipped: day(3), items_shipped: 2 })).toBe(iso(3));
    expect(at({ status_id: 14, date_shipped: day(3), items_shipped: 1 })).toBeUndefined();
    expect(at({ status_id: 3, date_shipped: day(3), items_shipped: 2 })).toBeUndefined();
  });

  test('once it was shipped by hand, which leaves a date and no shipment', () => {
    expect(at({ status_id: 4, date_shipped: day(3) })).toBe(iso(3));
    // Still open: a shipment may have been taken back.
    expect(at({ status_id: 11, date_shipped: day(3) })).toBeUndefined();
  });
});

describe('a fact that was told', () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])(
    'is not told again with the status %i',
    (status_id) => {
      let ledger = after({ status_id: 11 });
      ledger = after({ status_id: 2, date_modified: day(4) }, {}, ledger);
      ledger = after({ status_id: 5, date_modified: day(5) }, {}, ledger);
      ledger = after({ status_id: 4, date_modified: day(6) }, {}, ledger);
      const before = Object.keys(ledger.facts);
      expect(before).toEqual(['placed', 'fulfilled', 'cancelled', 'refunded']);
      const facts = factsOf(
        bundle({ ...created, status_id, date_modified: day(9) }),
        ledger,
        rules,
      );
      expect(facts.map(({ key }) => key)).toEqual(before);
      expect(facts.every(({ told }) => told !== undefined)).toBe(true);
    },
  );

  test('stands when the order is archived, and what happens to it then is told', () => {
    const ledger = after({ status_id: 11 });
    const archived = { status_id: 2, is_deleted: true, date_modified: day(9) };
    expect(keysOf(archived, { refunds: [refund()] }, ledger)).toEqual([
      'placed',
      'refund:12',
      'fulfilled',
    ]);
  });

  test('keeps its time and what it was worth', () => {
    const ledger = after({ status_id: 11 });
    const edited = bundle({ ...created, total_inc_tax: '99.0000', date_created: day(2) });
    expect(factsOf(edited, ledger, rules)).toMatchObject([
      { key: 'placed', at: iso(1), told: { value: '54.4', currency: 'EUR' } },
    ]);
  });

  describe('and is to be told again', () => {
    const ledger = after({ status_id: 2, date_shipped: day(3), date_modified: day(3) });
    const over = after({ status_id: 5, date_modified: day(8) }, { refunds: [refund()] }, ledger);
    const open = (facts: readonly OrderFact[]) => facts.filter(({ told }) => told === undefined);

    test.each([0, 1, 5, 6, 7, 11])('is, at its own time, with the status %i', (status_id) => {
      const keys = ['placed', 'fulfilled', 'cancelled'];
      const of = bundle({ ...created, status_id, is_deleted: true, payment_status: '' });
      const facts = open(factsOf(of, withoutFacts(over, keys), rules));
      expect(facts.map(({ key, at }) => [key, at])).toEqual([
        ['placed', iso(1)],
        ['fulfilled', iso(3)],
        ['cancelled', iso(8)],
      ]);
    });

    test('keeps its number, and its refund', () => {
      const forgetful = withoutFacts(over, ['refund:12']);
      const refunds = [refund({ id: 3 }), refund()];
      const facts = open(factsOf(bundle(created, { refunds }), forgetful, rules));
      expect(facts).toMatchObject([
        { key: 'refund:12', refundNumber: 1, refund: { id: 12 } },
        { key: 'refund:3', refundNumber: 2 },
      ]);
    });

    test('is not, when it is a refund that is not there any more', () => {
      const forgetful = withoutFacts(over, ['refund:12']);
      expect(open(factsOf(bundle({ ...created, status_id: 4 }), forgetful, rules))).toEqual([]);
    });
  });
});

describe('refunds', () => {
  test('are numbered in the order in which they were made, and keep their numbers', () => {
    const [late, early] = [
      refund({ id: 30, created: iso(8) }),
      refund({ id: 31, created: iso(7) }),
    ];
    const ledger = after({ status_id: 14 }, { refunds: [late] });
    const facts = factsOf(
      bundle({ ...created, status_id: 14 }, { refunds: [late, early] }),
      ledger,
      rules,
    );
    expect(facts.map(({ key, refundNumber }) => [key, refundNumber])).toEqual([
      ['placed', undefined],
      ['refund:30', 1],
      ['refund:31', 2],
    ]);
    // No earlier than what was told before.
    expect(facts.at(-1)?.at).toBe(iso(8));
  });

  test('of one second are in the order of their ids', () => {
    const refunds = [refund({ id: 31 }), refund({ id: 9 })];
    expect(keysOf({ status_id: 14 }, { refunds })).toEqual(['placed', 'refund:9', 'refund:31']);
  });

  test('without a date were made when the order was changed last', () => {
    const of = bundle(
      { ...created, date_modified: day(9) },
      { refunds: [refund({ created: '' })] },
    );
    expect(factsOf(of, undefined, rules).at(-1)?.at).toBe(iso(9));
  });

  test('are told in any status', () => {
    for (const status_id of [2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14]) {
      expect(keysOf({ status_id }, { refunds: [refund()] })).toContain('refund:12');
    }
  });

  test('whose payments were all declined did not take place, until one is accepted', () => {
    const declined = refund({ payments: [{ amount: 5, is_declined: true }] });
    const accepted = refund({ payments: [{ amount: 5, is_declined: false }] });
    const ledger = after({ status_id: 11 }, { refunds: [declined] });
    expect(Object.keys(ledger.facts)).toEqual(['placed']);
    expect(keysOf({}, { refunds: [accepted] }, ledger)).toEqual(['placed', 'refund:12']);
  });

  test('without a payment of their own took place', () => {
    expect(keysOf({}, { refunds: [refund({ payments: [] })] })).toEqual(['placed', 'refund:12']);
  });

  test('are not there when only the status says that a part was paid back', () => {
    expect(keysOf({ status_id: 14 })).toEqual(['placed']);
  });

  test('by status are of the whole order, so one that is made afterwards is within it', () => {
    const ledger = after({ status_id: 4, date_modified: day(5) });
    expect(Object.keys(ledger.facts)).toEqual(['placed', 'refunded']);
    const of = { status_id: 14, date_modified: day(9) };
    expect(keysOf(of, { refunds: [refund(), refund({ id: 13 })] }, ledger)).toEqual([
      'placed',
      'refunded',
    ]);
  });

  test('that were made say all there is, when the status says so too', () => {
    const ledger = after({ status_id: 14 }, { refunds: [refund()] });
    expect(keysOf({ status_id: 4 }, { refunds: [refund()] }, ledger)).toEqual([
      'placed',
      'refund:12',
    ]);
    // Even if the list does not have it any more.
    expect(keysOf({ status_id: 4 }, {}, ledger)).toEqual(['placed', 'refund:12']);
  });
});
