import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

const text = (html: string) => plainText(html, 1_000);

describe('a description', () => {
  test.each([
    ['', ''],
    ['<p> </p>', ''],
    ['<p>One</p><p>Two<br>Three</p>', 'One Two Three'],
    ['<ul><li>Soft</li><li>Warm</li></ul>', 'Soft Warm'],
    ['Fish &amp; chips &ndash; &pound;5 &nbsp; each', 'Fish & chips – £5 each'],
    ['<a href="https://x.example/">Here</a> <img src="/y.jpg" alt="a picture">', 'Here'],
    ['<h1>Heading</h1>text', 'Heading text'],
    ['<table><tr><th>Size</th><td>S</td></tr></table>', 'Size S'],
    ['<script>alert(1)</script><style>p{}</style>Seen', 'Seen'],
    ['<!-- not --><b>this</b>', 'this'],
    ['<p>never closed', 'never closed'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['%%GLOBAL_Shop%%\u0000\u0007 bell', '%%GLOBAL_Shop%% bell'],
  ])('of %j is %j', (html, expected) => expect(text(html)).toBe(expected));

  test('is cut between words', () => {
    expect(plainText('<p>one two three four</p>', 12)).toBe('one two…');
    expect(plainText('<p>one two</p>', 7)).toBe('one two');
    expect(plainText('abcdefghijkl', 6)).toBe('abcde…');
  });

  test('is never longer than it may be', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 50 }),
        (html, most) => {
          expect(plainText(html, most).length).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});
