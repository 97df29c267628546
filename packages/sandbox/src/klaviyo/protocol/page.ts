import type { SandboxRequest } from '../../http/index.ts';
import { invalidParameter } from './problems.ts';
import { Refused } from './refusal.ts';

/** The query, when it has only parameters that this endpoint knows. */
export function readQuery(request: SandboxRequest, known: readonly string[]): URLSearchParams {
  for (const name of request.query.keys()) {
    if (known.includes(name)) continue;
    const detail = `The sandbox does not know the parameter '${name}' here.`;
    throw new Refused([invalidParameter(name, detail)]);
  }
  return request.query;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly links: {
    readonly self: string;
    readonly next: string | null;
    readonly prev: string | null;
  };
}

/** One page by `page[size]` and `page[cursor]`. */
export function page<T>(
  all: readonly T[],
  { path, query }: SandboxRequest,
  origin: string,
  size: { readonly usual: number; readonly most: number },
): Page<T> {
  const length = Number(query.get('page[size]') ?? size.usual);
  if (!Number.isInteger(length) || length < 1 || length > size.most) {
    throw new Refused([invalidParameter('page[size]', `Must be between 1 and ${size.most}.`)]);
  }
  const start = readCursor(query.get('page[cursor]'));
  const link = (from: number): string => {
    const params = new URLSearchParams(query);
    if (from > 0) params.set('page[cursor]', Buffer.from(`${from}`).toString('base64url'));
    else params.delete('page[cursor]');
    return params.size > 0 ? `${origin}${path}?${params.toString()}` : `${origin}${path}`;
  };
  const end = start + length;
  return {
    items: all.slice(start, end),
    links: {
      self: link(start),
      next: end < all.length ? link(end) : null,
      prev: start > 0 ? link(Math.max(0, start - length)) : null,
    },
  };
}

function readCursor(cursor: string | null): number {
  if (cursor === null) return 0;
  const start = Number(Buffer.from(cursor, 'base64url').toString());
  if (Number.isInteger(start) && start > 0) return start;
  throw new Refused([invalidParameter('page[cursor]', 'Invalid cursor.')]);
}
