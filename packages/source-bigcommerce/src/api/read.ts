import type * as z from 'zod';
import type { Api, Call } from './api.ts';
import { UnexpectedAnswer } from './errors.ts';

/** One resource: the body itself in V2, its `data` in V3. */
export async function readOne<S extends z.ZodType>(
  api: Api,
  path: string,
  schema: S,
  call: Call,
): Promise<z.output<S>> {
  const body = await api.get(path, call);
  return parseAnswer(schema, path.startsWith('/v3/') ? dataOf(body) : body, path);
}

/** What the V3 API wraps its answers in. */
export function dataOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'data' in body ? body.data : body;
}

/**
 * Names the fields that are wrong, and no value.
 *
 * @throws {UnexpectedAnswer}
 */
export function parseAnswer<S extends z.ZodType>(
  schema: S,
  body: unknown,
  what: string,
): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'all of it').slice(0, 5);
  throw new UnexpectedAnswer(`${what} with something else than expected: ${fields.join(', ')}`);
}
