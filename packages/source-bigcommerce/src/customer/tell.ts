import type { Draft, StateChange } from '@millrace/core';
import { customerKey, orderedKey } from '../memory/keys.ts';
import type { Shop } from '../shop.ts';
import { withAllAttributes } from './attribute-values.ts';
import { type CustomerLedger, hashOf, linkOf, recallCustomer } from './memory.ts';
import type { Names } from './names.ts';
import { isPast } from '../past.ts';
import type { Customer } from './schema.ts';
import { type TraitRules, type Traits, traitsOf } from './traits.ts';

/** What there is to tell of some subjects, and to remember of that: for one commit. */
export interface Telling {
  readonly drafts: readonly Draft[];
  readonly changes: readonly StateChange[];
}

/** The names that customers only have the ids of. */
export interface CustomerNames {
  readonly groups: Pick<Names, 'of'>;
  readonly attributes: Pick<Names, 'of'>;
}

/**
 * An identify for each of these customers of whom something is new. Somebody of whom nothing was told before, and who was
 * not modified since the source first started, is history: a destination then fills in what it does not know, and
 * overwrites nothing that may be newer.
 *
 * Hold the locks of the customers until it is committed.
 *
 * @throws {ApiError} when the names cannot be read.
 */
export async function tellCustomers(
  customers: readonly Customer[],
  shop: Shop,
  names: CustomerNames,
  signal: AbortSignal,
): Promise<Telling> {
  const { settings, context, api } = shop;
  const told = settings.customerAttributes;
  const wholes = told.length === 0 ? customers : await withAllAttributes(customers, api, signal);
  const groups = await names.groups.of(
    wholes.flatMap(({ customer_group_id: id }) => id ?? []),
    signal,
  );
  const attributes = await names.attributes.of(
    told.length === 0 ? [] : wholes.flatMap((one) => one.attributes.map((a) => a.attribute_id)),
    signal,
  );
  const isTold = (name: string): boolean => told === 'all' || told.includes(name);
  const each = await Promise.all(
    wholes.map(async (customer) => {
      const ordered = (await context.recall(orderedKey(customer.id))) !== undefined;
      const before = await recallCustomer(context, customer.id);
      return tell(customer, before, { groups, attributes, isTold, ordered }, shop);
    }),
  );
  return {
    drafts: each.flatMap(({ drafts }) => drafts),
    changes: each.flatMap(({ changes }) => changes),
  };
}

function tell(
  customer: Customer,
  before: CustomerLedger | undefined,
  rules: TraitRules,
  { settings, historyBefore }: Shop,
): Telling {
  const { id, email, date_modified: modified } = customer;
  const traits = traitsOf(customer, rules);
  const hash = hashOf(traits);
  if (before?.hash === hash) return { drafts: [], changes: foundAgain(id, before) };
  const link = linkOf(before, hash);
  const past = before === undefined && modified !== undefined && isPast(modified, historyBefore);
  const draft: Draft<'identify'> = {
    type: 'identify',
    messageId: `bigcommerce:${settings.storeHash}:customer:${id}:${link}`,
    userId: id,
    traits: { ...cleared(before, traits), ...traits },
    // What is not history is as it is now, whenever it came about.
    ...(past && { timestamp: modified, context: { backfill: true } }),
  };
  const ledger: CustomerLedger = {
    link,
    hash,
    traits: Object.keys(traits),
    ...(email !== undefined && { email }),
  };
  return { drafts: [draft], changes: [{ key: customerKey(id), value: ledger }] };
}

function foundAgain(id: string, before: CustomerLedger): readonly StateChange[] {
  const { missingSince, ...value } = before;
  return missingSince === undefined ? [] : [{ key: customerKey(id), value }];
}

/** Names do not go, and a phone number may have been given elsewhere, with consent to be texted: these stay. */
const staying = new Set(['email', 'firstName', 'lastName', 'phone']);

function cleared(before: CustomerLedger | undefined, traits: Traits): Traits {
  const gone = (before?.traits ?? []).filter((name) => !Object.hasOwn(traits, name));
  return Object.fromEntries(
    gone.flatMap((name) => (staying.has(name) ? [] : [[name, name === 'Store Credit' ? 0 : null]])),
  );
}
