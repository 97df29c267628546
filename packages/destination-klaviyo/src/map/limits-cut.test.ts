import { describe, expect, it } from 'vitest';
import { cutToLimits } from './limits-cut.ts';

const frozen = <T extends object>(value: T): T => {
  Object.values(value).forEach((inner) => typeof inner === 'object' && inner && frozen(inner));
  return Object.freeze(value);
};
const list = (length: number) => Array.from({ length }, (_, n) => n);

describe('cutToLimits', () => {
  it.each<[string, object]>([
    ['a string of 100 KB', { a: 'x'.repeat(100_000) }],
    ['100 KB of letters of two bytes', { a: { b: ['ä'.repeat(50_000)] } }],
    ['4,000 items', { a: list(4_000) }],
    ['nothing', {}],
  ])('leaves %s as it is', (_, properties) => {
    expect(cutToLimits(properties as Record<string, unknown>)).toBeUndefined();
  });

  it.each([
    ['one byte', 'x'.repeat(100_001)],
    ['a letter of two bytes', 'ä'.repeat(50_001)],
    ['letters of four bytes, of which one would be cut in two', `x${'😀'.repeat(30_000)}`],
  ])('cuts a string that is too long by %s, and marks it', (_, text) => {
    const properties = frozen({ kept: [1], note: { text } });
    const cut = cutToLimits(properties);
    const { note } = (cut ?? { properties: {} }).properties as { note: { text: string } };

    expect(Buffer.byteLength(note.text)).toBeLessThanOrEqual(100_000);
    expect(Buffer.byteLength(note.text)).toBeGreaterThan(99_990);
    expect(note.text.endsWith('… (cut)')).toBe(true);
    expect(text.startsWith(note.text.slice(0, -'… (cut)'.length))).toBe(true);
    expect(cut).toMatchObject({ names: ['note'], properties: { kept: [1] } });
  });

  it('ends a list after 4,000 items, within another, too', () => {
    const cut = cutToLimits(frozen({ a: list(4_001), b: [{ c: list(5_000) }], d: 1 }));
    expect(cut).toStrictEqual({
      names: ['a', 'b'],
      properties: { a: list(4_000), b: [{ c: list(4_000) }], d: 1 },
    });
  });
});
