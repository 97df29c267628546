/** The filters of `GET /v2/orders` and `GET /v2/orders/count`. Every bound is inclusive; dates are in ms. */
export interface OrderFilter {
  readonly min_id?: number;
  readonly max_id?: number;
  readonly min_total?: number;
  readonly max_total?: number;
  readonly customer_id?: number;
  readonly status_id?: number;
  readonly channel_id?: number;
  readonly email?: string;
  readonly cart_id?: string;
  readonly payment_method?: string;
  readonly external_order_id?: string;
  readonly min_date_created?: number;
  readonly max_date_created?: number;
  readonly min_date_modified?: number;
  readonly max_date_modified?: number;
  readonly is_deleted?: boolean;
}

const SORT_FIELDS = [
  'id',
  'customer_id',
  'date_created',
  'date_modified',
  'status_id',
  'channel_id',
  'external_id',
] as const;

export interface OrderSort {
  readonly field: (typeof SORT_FIELDS)[number];
  readonly direction: 'asc' | 'desc';
}

export interface OrderQuery {
  readonly filter: OrderFilter;
  readonly sort: OrderSort;
}

/** A query parameter that the API cannot read. */
export class InvalidParameter extends Error {
  readonly parameter: string;
  constructor(parameter: string) {
    super(`The field '${parameter}' is invalid.`);
    this.parameter = parameter;
  }
}

const readers: Record<keyof OrderFilter, (text: string) => string | number | boolean | undefined> =
  {
    min_id: wholeNumber,
    max_id: wholeNumber,
    min_total: number,
    max_total: number,
    customer_id: wholeNumber,
    status_id: wholeNumber,
    channel_id: wholeNumber,
    email: String,
    cart_id: String,
    payment_method: String,
    external_order_id: String,
    min_date_created: date,
    max_date_created: date,
    min_date_modified: date,
    max_date_modified: date,
    is_deleted: flag,
  };

/** Throws {@link InvalidParameter} on a filter or a sort that cannot be read; knows nothing of other parameters. */
export function readOrderQuery(query: URLSearchParams): OrderQuery {
  const filter: Record<string, string | number | boolean> = {};
  for (const [name, read] of Object.entries(readers)) {
    const text = query.get(name);
    if (text === null) continue;
    const value = read(text);
    if (value === undefined) throw new InvalidParameter(name);
    filter[name] = value;
  }
  return { filter, sort: readSort(query.get('sort') ?? 'id:asc') };
}

function readSort(text: string): OrderSort {
  const [name, direction = 'asc'] = text.split(':');
  const field = SORT_FIELDS.find((known) => known === name);
  if (!field || (direction !== 'asc' && direction !== 'desc')) throw new InvalidParameter('sort');
  return { field, direction };
}

export function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function number(text: string): number | undefined {
  return /^\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** RFC 2822 or ISO 8601. A `+` that the client did not percent-encode has become a space, and is not a date. */
function date(text: string): number | undefined {
  const ms = Date.parse(text);
  const lostPlus = /:\d{2}(\.\d+)? +\d{2}:?\d{2}$/.test(text);
  return Number.isNaN(ms) || lostPlus ? undefined : ms;
}

function flag(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}
