import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatOf } from './format.ts';
import type { Item } from './item.ts';
import { oneLine } from './plain-text.ts';
import { xmlText } from './xml-text.ts';

/** Whatever a person, or another program, may have put into a product. */
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('&<>"\'];,\r\n\t\u0000\u0008\u001f\u0085\u2028\ufffe\ud800 a'),
    ),
  }),
);

const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  // With the numeric ones.
  htmlEntities: true,
});

test('text comes back from XML as it went in, but for what XML cannot hold', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const written = `<a>${xmlText(text)}</a>`;
      expect(XMLValidator.validate(written)).toBe(true);
      const held = Array.from(text)
        .filter((sign) => {
          const code = sign.codePointAt(0) ?? 0;
          if ([0x9, 0xa, 0xd].includes(code)) return true;
          if (code < 0x20 || code === 0xfffe || code === 0xffff) return false;
          return code < 0xd800 || code > 0xdfff;
        })
        .join('');
      expect((parser.parse(written) as { a: string }).a).toBe(held);
    }),
  );
});

const item = fc.record({
  id: fc.nat().map(String),
  title: anything,
  link: fc.webUrl(),
  description: anything,
  price: fc.nat().map((cents) => cents / 100),
  image_link: fc.webUrl(),
  categories: fc.array(anything),
  inventory_policy: fc.constantFrom(1 as const, 2 as const),
  currency: fc.constant('EUR'),
});

const write = (name: string, items: readonly Item[]): string => {
  const format = formatOf(new Request(`https://shop.example/feed.${name}`))!;
  const texts = items.map((each, index) => format.item(each, index === 0));
  return `${format.head}${texts.join('')}${format.tail}`;
};

const cleaned = (given: Item): Item => ({
  ...given,
  title: oneLine(given.title),
  description: oneLine(given.description),
  categories: given.categories.map(oneLine),
});

test('items come back from JSON as they went in', () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 4 }), (given) => {
      expect(JSON.parse(write('json', given))).toEqual(given);
    }),
  );
});

test('items come back from XML as they went in, with their categories in one text', () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 4 }), (given) => {
      const items = given.map(cleaned);
      const document = write('xml', items);
      expect(XMLValidator.validate(document)).toBe(true);
      const read = parser.parse(document) as { Products: { Product: unknown } };
      expect([read.Products.Product].flat()).toEqual(
        items.map((each) => ({
          ...each,
          price: String(each.price),
          inventory_policy: String(each.inventory_policy),
          categories: each.categories
            .map((name) => name.replaceAll(',', ' ').replace(/ +/g, ' ').trim())
            .join(','),
        })),
      );
    }),
  );
});

test('one line has no breaks, no control characters and no halves of characters', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const line = oneLine(text);
      expect(line).toBe(line.trim());
      expect(line).not.toMatch(/[\p{Control}\p{Surrogate}\u2028\u2029]| {2}/u);
      expect(oneLine(line)).toBe(line);
    }),
  );
});
