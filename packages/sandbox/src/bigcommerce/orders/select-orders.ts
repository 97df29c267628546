import { decimal } from '../money.ts';
import type { Lag } from './lag.ts';
import type { OrderBook } from './order-book.ts';
import type { OrderDesk } from './order-desk.ts';
import type { OrderFilter, OrderQuery, OrderSort } from './order-query.ts';
import type { OrderRecord } from './record.ts';

/**
 * The orders a query asks for, lazily: a page that is full ends the walk. The walk begins at an index (the cart, the
 * customer, the time of modification, the id) and filters what it meets.
 */
export function selectOrders(
  { book, lag }: Pick<OrderDesk, 'book' | 'lag'>,
  { filter, sort }: OrderQuery,
): Iterable<OrderRecord> {
  // The indexes know the newest versions only: without them, all orders are looked at.
  if (lag.listsAreLate) return [...where(known(book, lag), filter)].sort(comparison(sort));
  const { records, sortedBy } = candidates(book, filter, sort);
  const selected = where(records, filter);
  return sortedBy === sort.field ? selected : [...selected].sort(comparison(sort));
}

function* known(book: OrderBook, lag: Lag): Generator<OrderRecord> {
  for (const record of book.byId({}, false)) {
    const listed = lag.listed(record);
    if (listed) yield listed;
  }
}

/** A walk soon meets a status that one order in so many has; a rarer one is better looked up. */
const RARE = 50;

function candidates(
  book: OrderBook,
  filter: OrderFilter,
  { field, direction }: OrderSort,
): { records: Iterable<OrderRecord>; sortedBy?: OrderSort['field'] } {
  if (filter.cart_id !== undefined) return { records: book.ofCart(filter.cart_id) };
  if (filter.customer_id !== undefined) return { records: book.ofCustomer(filter.customer_id) };
  const { status_id } = filter;
  const isRare = status_id !== undefined && book.countOf(status_id) * RARE < book.size;
  if (isRare && !filter.is_deleted) return { records: book.ofStatus(status_id) };
  const descending = direction === 'desc';
  const modified = { min: filter.min_date_modified, max: filter.max_date_modified };
  if (field === 'date_modified') {
    return { records: book.byModification(modified, descending), sortedBy: field };
  }
  if (modified.min !== undefined) return { records: book.byModification(modified, descending) };
  const records = book.byId({ min: filter.min_id, max: filter.max_id }, descending);
  return { records, sortedBy: 'id' };
}

function* where(records: Iterable<OrderRecord>, filter: OrderFilter): Generator<OrderRecord> {
  for (const record of records) if (matches(record, filter)) yield record;
}

function matches({ order, createdAt, modifiedAt }: OrderRecord, filter: OrderFilter): boolean {
  return (
    order.is_deleted === (filter.is_deleted ?? false) &&
    within(order.id, filter.min_id, filter.max_id) &&
    within(createdAt, filter.min_date_created, filter.max_date_created) &&
    within(modifiedAt, filter.min_date_modified, filter.max_date_modified) &&
    is(order.status_id, filter.status_id) &&
    is(order.customer_id, filter.customer_id) &&
    is(order.channel_id, filter.channel_id) &&
    is(order.cart_id, filter.cart_id) &&
    is(order.payment_method, filter.payment_method) &&
    is(order.external_order_id, filter.external_order_id) &&
    is(order.billing_address.email.toLowerCase(), filter.email?.toLowerCase()) &&
    (filter.min_total === undefined || decimal(order.total_inc_tax).gte(filter.min_total)) &&
    (filter.max_total === undefined || decimal(order.total_inc_tax).lte(filter.max_total))
  );
}

function is<T>(value: T, wanted: T | undefined): boolean {
  return wanted === undefined || value === wanted;
}

function within(value: number, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY) {
  return value >= min && value <= max;
}

const keys: Record<OrderSort['field'], (record: OrderRecord) => number | string> = {
  id: ({ order }) => order.id,
  customer_id: ({ order }) => order.customer_id,
  date_created: ({ createdAt }) => createdAt,
  date_modified: ({ modifiedAt }) => modifiedAt,
  status_id: ({ order }) => order.status_id,
  channel_id: ({ order }) => order.channel_id,
  external_id: ({ order }) => order.external_id ?? '',
};

/** Equal ones by id, so that paging meets each order once. */
function comparison({ field, direction }: OrderSort) {
  const sign = direction === 'asc' ? 1 : -1;
  const key = keys[field];
  return (a: OrderRecord, b: OrderRecord): number => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return sign * (a.order.id - b.order.id);
    return left < right ? -sign : sign;
  };
}
