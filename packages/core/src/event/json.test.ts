import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MillraceError } from './error.ts';
import { CorruptRecord, deepFreeze, jsonProblem } from './json.ts';

const nested = (levels: number) => {
  let value: object = {};
  for (let level = 0; level < levels; level += 1) value = { in: value };
  return value;
};

describe('jsonProblem', () => {
  it('finds none in anything that JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
        expect(jsonProblem(value)).toBeUndefined();
      }),
    );
  });

  it.each([undefined, { left: undefined }, new Date(0), { at: [new Date(0)] }])(
    'finds none in %j, which JSON leaves out or writes as a string',
    (value) => {
      expect(jsonProblem(value)).toBeUndefined();
    },
  );

  it.each([
    [{ total: Number.NaN }, 'total is NaN, which JSON cannot hold'],
    [{ total: Number.POSITIVE_INFINITY }, 'total is Infinity, which JSON cannot hold'],
    [{ products: [{}, { id: 1n }] }, 'products.1.id is a bigint, which JSON cannot hold'],
    [{ done: () => undefined }, 'done is a function, which JSON cannot hold'],
    [{ kind: Symbol('kind') }, 'kind is a symbol, which JSON cannot hold'],
    [{ at: new Date(Number.NaN) }, 'at is an invalid Date'],
    [Number.NaN, 'value is NaN, which JSON cannot hold'],
    [1n, 'value is a bigint, which JSON cannot hold'],
  ])('names the value and what is wrong with it (%#)', (value, problem) => {
    expect(jsonProblem(value)).toBe(problem);
  });

  it('names the first of several', () => {
    expect(jsonProblem({ a: 1, b: { c: 2n }, d: 3n })).toContain('b.c ');
  });

  it('takes 64 levels and refuses 65', () => {
    expect(jsonProblem(nested(64))).toBeUndefined();
    expect(jsonProblem(nested(65))).toContain('nested deeper than 64 levels');
  });

  it('refuses a cycle instead of following it', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = [loop];
    expect(jsonProblem(loop)).toContain('refers to itself');
  });

  it('takes a value that is used twice', () => {
    const address = { city: 'Delft' };
    expect(jsonProblem({ from: address, to: address })).toBeUndefined();
  });
});

describe('deepFreeze', () => {
  it('freezes everything and returns what it was given', () => {
    fc.assert(
      fc.property(fc.object(), (value) => {
        expect(deepFreeze(value)).toBe(value);
        expect(isDeepFrozen(value)).toBe(true);
      }),
    );
  });

  it('makes a write fail at once', () => {
    const event = deepFreeze({ properties: { products: [{ price: 1 }] } });
    expect(() => event.properties.products.push({ price: 2 })).toThrow(TypeError);
  });

  it.each([null, undefined, 1, 'text'])('passes %s through', (value) => {
    expect(deepFreeze(value)).toBe(value);
  });
});

describe('CorruptRecord', () => {
  it('has a code, its cause, and says what to do', () => {
    const cause = new SyntaxError('bad');
    const error = new CorruptRecord('event 7', cause);
    expect(MillraceError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: 'CORRUPT_RECORD', name: 'CorruptRecord', cause });
    expect(error.message).toMatch(/^event 7 cannot be read back: .*Restore/);
  });
});

function isDeepFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeepFrozen);
}
