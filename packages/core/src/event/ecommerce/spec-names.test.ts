import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../json.ts';
import { ecommerce } from './events.ts';
import { Product } from './product.ts';
import { withSpecNames } from './spec-names.ts';

const completed = ecommerce['Order Completed'];

describe('withSpecNames', () => {
  it('renames what the spec names, also inside products', () => {
    const given = { orderId: '1', products: [{ productId: 'a', imageUrl: 'u' }, { name: 'b' }] };
    expect(withSpecNames(given)).toEqual({
      order_id: '1',
      products: [{ product_id: 'a', image_url: 'u' }, { name: 'b' }],
    });
  });

  it('renames inside products when nothing outside is renamed', () => {
    expect(withSpecNames({ order_id: '1', products: [{ productId: 'a' }] })).toEqual({
      order_id: '1',
      products: [{ product_id: 'a' }],
    });
  });

  it.each(Object.values(ecommerce).flatMap((event) => Object.keys(event.shape)))(
    'takes %s in camelCase',
    (name) => {
      expect(withSpecNames({ [camelCase(name)]: 'x' })).toEqual({ [name]: 'x' });
    },
  );

  it('leaves names alone that the spec does not have', () => {
    const given = { giftWrap: true, products: [{ orderId: 'not a product property' }] };
    expect(withSpecNames(given)).toBe(given);
    expect(withSpecNames({ orderId: '1', giftWrap: true })).toEqual({
      order_id: '1',
      giftWrap: true,
    });
  });

  it('lets the spelling of the spec win and leaves the other as an extra property', () => {
    const given = {
      orderId: 'camel',
      order_id: 'snake',
      products: [{ productId: 1, product_id: 2 }],
    };
    expect(withSpecNames(given)).toBe(given);
    expect(withSpecNames({ ...given, cartId: 'k' })).toEqual({
      orderId: 'camel',
      order_id: 'snake',
      products: given.products,
      cart_id: 'k',
    });
  });

  it('counts null as present, and undefined as absent as JSON does', () => {
    const cleared = { orderId: '1', order_id: null };
    expect(withSpecNames(cleared)).toBe(cleared);
    expect(withSpecNames({ orderId: '1', order_id: undefined })).toStrictEqual({ order_id: '1' });
    const empty = { orderId: undefined };
    expect(withSpecNames(empty)).toBe(empty);
  });

  it.each([{}, { order_id: '1', products: [{ product_id: 'a' }] }, { products: 'none' }])(
    'returns the same object when there is nothing to rename',
    (given) => {
      expect(withSpecNames(given)).toBe(given);
    },
  );

  it('leaves products that are no objects to the schema to refuse', () => {
    expect(withSpecNames({ products: [null, 'a', 1, { productId: 'b' }] })).toEqual({
      products: [null, 'a', 1, { product_id: 'b' }],
    });
  });

  it('cannot be made to set a prototype', () => {
    const given = JSON.parse('{"orderId": "1", "__proto__": {"admin": true}}') as object;
    const named = withSpecNames(given);
    expect(Object.getPrototypeOf(named)).toBe(Object.prototype);
    expect('admin' in named).toBe(false);
  });
});

describe('withSpecNames, for any input', () => {
  const names = [...Object.keys(completed.shape), 'giftWrap', 'gift_wrap', 'toString'];
  const spelling = fc.constantFrom(...names, ...names.map(camelCase));
  const value = fc.oneof(fc.jsonValue(), fc.constant(undefined));
  const item = fc.dictionary(
    fc.constantFrom(...Object.keys(Product.shape), 'productId', 'imageUrl', 'orderId'),
    value,
  );
  const properties = fc.oneof(
    fc.dictionary(spelling, value),
    fc.record({
      products: fc.array(fc.oneof(item, fc.jsonValue())),
      orderId: value,
      order_id: value,
    }),
  );

  it('is idempotent, and the second time returns what it was given', () => {
    fc.assert(
      fc.property(properties, (given) => {
        const once = withSpecNames(given);
        expect(withSpecNames(once)).toBe(once);
      }),
    );
  });

  it('never writes to its input', () => {
    fc.assert(
      fc.property(properties, (given) => {
        const before = structuredClone(given);
        withSpecNames(deepFreeze(given));
        expect(given).toEqual(before);
      }),
    );
  });

  it('loses no value', () => {
    fc.assert(
      fc.property(properties, (given) => {
        const named = withSpecNames({ ...given, products: 1 });
        const values = Object.values({ ...given, products: 1 });
        const present = values.filter((value) => value !== undefined);
        expect(Object.values(named)).toEqual(expect.arrayContaining(present));
      }),
    );
  });

  it('makes an order in camelCase parse to the same as the order in snake_case', () => {
    fc.assert(
      fc.property(order, (given) => {
        const spelled = completed.parse(withSpecNames(inCamelCase(given)));
        expect(spelled).toStrictEqual(completed.parse(given));
      }),
    );
  });
});

const text = fc.option(fc.string());
const id = fc.oneof(fc.string({ minLength: 1, maxLength: 255 }), fc.nat());
const amount = fc.oneof(
  fc.nat(),
  fc.nat().map((cents) => (cents / 100).toFixed(2)),
);
const product = fc.record(
  { product_id: id, sku: text, name: text, price: amount, quantity: fc.nat(), image_url: text },
  { requiredKeys: [] },
);
const order = fc.record(
  {
    order_id: id,
    checkout_id: id,
    affiliation: text,
    total: amount,
    currency: fc.constantFrom('EUR', 'usd'),
    products: fc.array(product, { maxLength: 4 }),
  },
  { requiredKeys: ['order_id'] },
);

function camelCase(name: string): string {
  const [head = '', ...tail] = name.split('_');
  return head + tail.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function inCamelCase(value: { readonly products?: object[] }): object {
  const rename = (object: object) =>
    Object.fromEntries(Object.entries(object).map(([key, member]) => [camelCase(key), member]));
  return value.products
    ? { ...rename(value), products: value.products.map(rename) }
    : rename(value);
}
