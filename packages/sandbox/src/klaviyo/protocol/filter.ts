import { invalidParameter } from './problems.ts';
import { Refused } from './refusal.ts';

export type Operator =
  | 'equals'
  | 'any'
  | 'greater-than'
  | 'greater-or-equal'
  | 'less-than'
  | 'less-or-equal';

/** One condition, as `equals(email,"a@b.co")`; `any` has several values, the others one. */
export interface Term<F extends string = string> {
  readonly field: F;
  readonly operator: Operator;
  readonly values: readonly string[];
}

// operator(field,value), where value is a list, a string in quotes, or a bare word such as a date-time.
const TERM =
  /\s*([a-z-]+)\(\s*([\w.]+)\s*,\s*(\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\]|"(?:[^"\\]|\\.)*"|[^,()"\s]+)\s*\)\s*(,|$)/y;

/**
 * Reads Klaviyo's `filter` parameter: terms joined by commas or by `and(…)`. `allowed` says which operators each field
 * takes; anything else is a 400, as it is at Klaviyo.
 */
export function parseFilter<F extends string>(
  filter: string | null,
  allowed: Readonly<Record<F, readonly Operator[]>>,
): Term<F>[] {
  if (filter === null) return [];
  const conjunction = /^and\((.*)\)$/s.exec(filter);
  const text = conjunction?.[1] ?? filter;
  const terms: Term<F>[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const [, name, field, value] = TERM.exec(text) ?? [];
    if (name === undefined || field === undefined || value === undefined) throw refused(filter);
    const operator = isKey(allowed, field) && allowed[field].find((one) => one === name);
    if (!operator || !isKey(allowed, field)) throw refused(`${name}(${field})`);
    terms.push({ field, operator, values: read(value, operator) });
  }
  return terms;
}

function read(value: string, operator: Operator): string[] {
  const parsed: unknown = /^[["]/.test(value) ? parse(value) : value;
  const values: unknown = operator === 'any' ? parsed : [parsed];
  if (!Array.isArray(values) || !values.every((one) => typeof one === 'string'))
    throw refused(value);
  return values;
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw refused(value);
  }
}

function refused(what: string): Refused {
  return new Refused([invalidParameter('filter', `Invalid filter: ${what}`)]);
}

function isKey<F extends string>(record: Readonly<Record<F, unknown>>, key: string): key is F {
  return Object.hasOwn(record, key);
}
