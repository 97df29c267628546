import type { CatalogEntry } from '../catalog/catalog.ts';
import { InvalidParameter, wholeNumber } from '../orders/order-query.ts';
import { list } from './fields.ts';

/** A filter that the endpoint does not know: V3 refuses it, rather than answer with too much. */
export class UnknownFilter extends Error {
  constructor(names: readonly string[]) {
    super(`The filter(s): ${names.join(', ')} are not valid filter parameter(s).`);
  }
}

type Test = (entry: CatalogEntry) => boolean;
type Filter = (text: string, name: string) => Test;

const whole = (text: string, name: string): number => {
  const value = wholeNumber(text);
  if (value === undefined) throw new InvalidParameter(name);
  return value;
};
const wholes = (text: string, name: string): Set<number> =>
  new Set(list(new URLSearchParams({ [name]: text }), name).map((part) => whole(part, name)));
const time = (text: string, name: string): number => {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new InvalidParameter(name);
  return value;
};
const yes = (text: string): boolean => ['true', '1'].includes(text);

const id = ({ product }: CatalogEntry): number => product.id;
const modified = ({ product }: CatalogEntry): number => Date.parse(product.date_modified);

/** Compares what every product has with a bound that is read once. */
function compared(
  of: (entry: CatalogEntry) => number,
  read: (text: string, name: string) => number,
  holds: (value: number, bound: number) => boolean,
): Filter {
  return (text, name) => {
    const bound = read(text, name);
    return (entry) => holds(of(entry), bound);
  };
}

const brand = ({ product }: CatalogEntry): number => product.brand_id;

/** Dates are inclusive; BigCommerce says `min` and `max` of ids are too, `greater` and `less` are not. */
const filters: Readonly<Record<string, Filter>> = {
  id: compared(id, whole, (value, wanted) => value === wanted),
  'id:in': (text, name) => among(wholes(text, name), id),
  'id:not_in': (text, name) => not(among(wholes(text, name), id)),
  'id:min': compared(id, whole, (value, bound) => value >= bound),
  'id:max': compared(id, whole, (value, bound) => value <= bound),
  'id:greater': compared(id, whole, (value, bound) => value > bound),
  'id:less': compared(id, whole, (value, bound) => value < bound),
  'date_modified:min': compared(modified, time, (value, bound) => value >= bound),
  'date_modified:max': compared(modified, time, (value, bound) => value <= bound),
  'channel_id:in': (text, name) => {
    const channels = wholes(text, name);
    return ({ channelIds }) => channelIds.some((channel) => channels.has(channel));
  },
  brand_id: compared(brand, whole, (value, wanted) => value === wanted),
  is_visible: (text) => {
    const wanted = yes(text);
    return ({ product }) => product.is_visible === wanted;
  },
  name: (text) => (entry) => entry.product.name === text,
  sku: (text) => (entry) => entry.variants.some(({ sku }) => sku === text),
};

const others = new Set([
  'page',
  'limit',
  'sort',
  'direction',
  'include',
  'include_fields',
  'exclude_fields',
]);

/** The products a query asks for, in its order: by id unless it says otherwise. */
export function productsFor(query: URLSearchParams, all: Iterable<CatalogEntry>): CatalogEntry[] {
  const unknown = [...query.keys()].filter((name) => !others.has(name) && !filters[name]);
  if (unknown.length > 0) throw new UnknownFilter(unknown);
  const tests = [...query].flatMap(([name, text]) => filters[name]?.(text, name) ?? []);
  const found = [...all].filter((entry) => tests.every((test) => test(entry)));
  return sorted(found, query.get('sort') ?? 'id', query.get('direction') === 'desc' ? -1 : 1);
}

function sorted(entries: CatalogEntry[], field: string, sign: 1 | -1): CatalogEntry[] {
  // As they were added, so their ids are in order.
  if (field === 'id') return sign === 1 ? entries : entries.reverse();
  if (field === 'date_modified') {
    return entries.sort((a, b) => sign * (modified(a) - modified(b)) || id(a) - id(b));
  }
  if (field !== 'name') throw new InvalidParameter('sort');
  return entries.sort((a, b) => sign * a.product.name.localeCompare(b.product.name));
}

function among(wanted: ReadonlySet<number>, of: (entry: CatalogEntry) => number): Test {
  return (entry) => wanted.has(of(entry));
}

const not =
  (test: Test): Test =>
  (entry) =>
    !test(entry);
