import { describe, expect, it } from 'vitest';
import { quotaOf } from './quota.ts';

const now = 1_000_000;
const steady = { remaining: 149, resetAt: now + 46_000 };

describe('quotaOf', () => {
  it.each([
    ['one window', '149', '46', [steady]],
    ['one window, with its length', '149;w=60', '46', [steady]],
    ['nothing that remains', '0', '46', [{ ...steady, remaining: 0 }]],
    ['two windows', '9, 149', '1, 46', [{ remaining: 9, resetAt: now + 1_000 }, steady]],
    // The first is the one that the other header is about.
    ['two windows, and the end of one', '149, 9', '46', [steady]],
    ['no headers', null, null, []],
    ['one header', '149', null, []],
    ['words', 'many', 'soon', []],
    ['a word among numbers', 'x, 149', '1, 46', [steady]],
    ['an empty header', '', '', []],
    ['a negative number', '-1', '46', []],
  ])('%s', (_, remaining, reset, windows) => {
    expect(quotaOf({ remaining, reset }, now)).toStrictEqual(windows);
  });
});
