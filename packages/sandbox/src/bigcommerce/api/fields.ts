import { InvalidParameter, wholeNumber } from '../orders/order-query.ts';

/** A comma-separated parameter; empty when it is absent. */
export function list(query: URLSearchParams, name: string): readonly string[] {
  return (query.get(name) ?? '').split(',').filter((part) => part !== '');
}

/** The members of a map that `id:in` names, each once; all of them when it is absent. Unknown ids are left out. */
export function within<T>(query: URLSearchParams, name: string, byId: ReadonlyMap<number, T>): T[] {
  if (!query.has(name)) return [...byId.values()];
  const ids = new Set(list(query, name).map((text) => idOf(text, name)));
  return [...ids].flatMap((id) => byId.get(id) ?? []);
}

/** Only the fields `include_fields` names, and always the id; every field when it is absent. */
export function picked(query: URLSearchParams, item: object, always: readonly string[]): object {
  const wanted = list(query, 'include_fields');
  if (wanted.length === 0) return item;
  const names = new Set([...always, ...wanted]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function idOf(text: string, name: string): number {
  const id = wholeNumber(text);
  if (id === undefined) throw new InvalidParameter(name);
  return id;
}
