import { InvalidParameter } from '../orders/order-query.ts';

/**
 * Whether a date is within the bounds that a V3 query sets for it. "After this date", "before this date": the bounds
 * themselves are outside here, the stricter reading. A date without a time is its midnight, one without a zone is UTC.
 *
 * Source: BigCommerce, Customers V3, `date_modified:min`.
 */
export function within(query: URLSearchParams, field: 'date_created' | 'date_modified') {
  const min = bound(query, `${field}:min`) ?? Number.NEGATIVE_INFINITY;
  const max = bound(query, `${field}:max`) ?? Number.POSITIVE_INFINITY;
  return (at: number): boolean => at > min && at < max;
}

function bound(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/.test(text);
  const ms = Date.parse(zoned || !text.includes('T') ? text : `${text}Z`);
  if (Number.isNaN(ms)) throw new InvalidParameter(name);
  return ms;
}
