import * as fc from 'fast-check';
import type { Draft } from '@millrace/core';
import { memorySourceContext } from '@millrace/core/testing';
import { expect, test } from 'vitest';
import { bundle } from '../../test/bundles.ts';
import { refund } from '../../test/orders.ts';
import { recallLedger } from './ledger.ts';
import { factsOf } from './life.ts';
import { tellOrder } from './tell.ts';
import { nothingKnown } from '../../test/nothing-known.ts';
import { readNow } from '../../test/read-now.ts';
import { bigcommerceRules } from '../../test/rules.ts';

const minute = 60_000;
const start = Date.UTC(2026, 2, 1, 12);

/** Something that is done to an order, or a time at which somebody looks at it. */
type Step =
  | { readonly status: number }
  | { readonly refund: 'made' | 'declined'; readonly status?: number | undefined }
  | { readonly ship: number }
  | { readonly total: number }
  | 'look';

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ status: fc.integer({ min: 0, max: 14 }) }) },
  { weight: 2, arbitrary: fc.record({ status: fc.constantFrom(11, 2, 10, 5, 4) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      refund: fc.constantFrom('made', 'made', 'declined'),
      status: fc.option(fc.constantFrom(4, 14), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ ship: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ total: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 4, arbitrary: fc.constant('look') },
);

const pieces = 3;
const open = new Set([0, 1, 7]);

/** An order as the store has it, and all that it ever was. */
class Life {
  #now = start;
  #modified = start;
  #shippedAt: number | undefined;
  #shipped = 0;
  #total = 50;
  status = 0;
  readonly refunds: { id: number; made: boolean; created: number }[] = [];
  readonly was = new Map<number, number>([[0, start]]);

  do(step: Exclude<Step, 'look'>): void {
    this.#now += minute;
    this.#modified = this.#now;
    if ('total' in step) this.#total = step.total;
    if ('ship' in step) {
      if (this.#shipped >= pieces) return;
      this.#shipped = Math.min(pieces, this.#shipped + step.ship);
      this.#shippedAt = this.#now;
      this.#become(this.#shipped === pieces ? 2 : 3);
    }
    if ('refund' in step) {
      const id = 100 + this.refunds.length;
      this.refunds.push({ id, made: step.refund === 'made', created: this.#now });
    }
    if ('status' in step && step.status !== undefined) this.#become(step.status);
  }

  #become(status: number): void {
    this.status = status;
    if (!this.was.has(status)) this.was.set(status, this.#now);
    if (status === 2 || status === 10) this.#shippedAt ??= this.#now;
  }

  get made(): readonly number[] {
    return this.refunds.filter(({ made }) => made).map(({ id }) => id);
  }

  /** As the API has it now. */
  get bundle() {
    return bundle(
      {
        status_id: this.status,
        payment_status: open.has(this.status) || this.status === 5 ? '' : 'captured',
        date_created: new Date(start).toUTCString(),
        date_modified: new Date(this.#modified).toUTCString(),
        date_shipped: this.#shippedAt === undefined ? '' : new Date(this.#shippedAt).toUTCString(),
        items_total: pieces,
        items_shipped: this.#shipped,
        total_inc_tax: `${this.#total}.0000`,
      },
      {
        refunds: this.refunds.map(({ id, made, created }) =>
          refund({
            id,
            created: new Date(created).toISOString(),
            payments: [{ amount: 5, is_declined: !made }],
          }),
        ),
      },
    );
  }
}

/** What the order shows as it is now, to whoever knows what was told of it before. */
function shown(life: Life, told: readonly string[], sawPlaced: boolean): readonly string[] {
  if (!sawPlaced && !told.includes('placed')) return [];
  const byStatus = told.includes('refunded') || (life.status === 4 && life.made.length === 0);
  return [
    'placed',
    ...(life.status === 2 || life.status === 10 ? ['fulfilled'] : []),
    ...(life.status === 5 ? ['cancelled'] : []),
    ...(byStatus ? ['refunded'] : life.made.map((id) => `refund:${id}`)),
  ];
}

/** Since when a fact is true; of one that never was, never. */
function earliest(life: Life, fact: string): number {
  const was = (...statuses: number[]) =>
    Math.min(...statuses.map((status) => life.was.get(status) ?? Number.POSITIVE_INFINITY));
  if (fact === 'placed') return start;
  if (fact === 'fulfilled') return was(2, 10);
  if (fact === 'cancelled') return was(5);
  if (fact === 'refunded') return was(4);
  const refund = life.refunds.find(({ id, made }) => made && fact === `refund:${id}`);
  return refund?.created ?? Number.POSITIVE_INFINITY;
}

const signal = new AbortController().signal;

test('whatever becomes of an order, whenever it is looked at: each fact once, in order, and all that it shows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const context = memorySourceContext();
      const settings = bigcommerceRules();
      const shop = { settings, context, catalog: nothingKnown, historyBefore: '2000' };
      const life = new Life();
      const told: Draft<'track'>[] = [];
      const look = async () => {
        const ledger = await recallLedger(context, '1001');
        const { drafts, changes } = await tellOrder(
          life.bundle,
          ledger,
          readNow(context.clock),
          shop,
          signal,
        );
        await context.commit(drafts, changes);
        told.push(...drafts);
        return drafts.length;
      };

      let sawPlaced = false;
      for (const each of [...steps, 'look'] as const) {
        if (each !== 'look') {
          life.do(each);
          continue;
        }
        sawPlaced ||= ![0, 1, 5, 7].includes(life.status);
        await look();
        // Nobody who looks again finds anything new.
        expect(await look()).toBe(0);
      }

      const facts = told.map(({ messageId = '' }) => messageId.replace(/^.*order:1001:/, ''));
      const times = told.map(({ timestamp }) => Date.parse(String(timestamp)));

      // Each once, in order of time.
      expect(new Set(facts).size).toBe(facts.length);
      expect(times).toEqual(times.toSorted((a, b) => a - b));

      // All that the order shows.
      const missing = shown(life, facts, sawPlaced).filter((fact) => !facts.includes(fact));
      expect(missing).toEqual([]);

      // And nothing that never was, nor before it was.
      const wrong = facts.filter((fact, index) => (times[index] ?? 0) < earliest(life, fact));
      expect(wrong).toEqual([]);
      expect(facts.indexOf('placed')).toBe(facts.length > 0 ? 0 : -1);

      const numbers = told.flatMap(({ properties }) => properties?.['refund_number'] ?? []);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));

      // The ledger has them all, as they were told.
      const ledger = await recallLedger(context, '1001');
      expect(Object.keys(ledger?.facts ?? {})).toEqual(facts);
      expect(Object.values(ledger?.facts ?? {}).map(({ value }) => Number(value))).toEqual(
        told.map(({ properties }) => properties?.['total']),
      );
      expect(factsOf(life.bundle, ledger, settings).map(({ key }) => key)).toEqual(facts);
    }),
    { numRuns: 2_000 },
  );
});
