import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { fakeApi } from '../../test/fake-api.ts';
import { FeedProduct } from '../feed/feed-product.ts';
import { storeProfile } from '../store/profile.ts';
import { manualClock } from '@millrace/core/testing';
import { RememberedProduct } from './catalog-product.ts';
import { readBrands, readCategories } from './reads.ts';

/** Where the vendor's documented samples are. They are not ours to publish, so these tests need a copy. */
const vendor = process.env['MILLRACE_VENDOR'];

const sample = async (name: string): Promise<{ data?: unknown }> =>
  JSON.parse(await readFile(join(vendor ?? '', 'bigcommerce', `${name}.json`), 'utf8'));
const { signal } = new AbortController();

describe.skipIf(vendor === undefined)(
  'the vendor samples, which are only read when MILLRACE_VENDOR names a folder that has them',
  () => {
    test.each(['api/product_v3', 'api-2021/products_v3.get.application-json'])(
      'the products of %s are read',
      async (name) => {
        const products = [(await sample(name)).data].flat();
        const read = z.array(RememberedProduct).parse(products);
        expect(read[0]).toMatchObject({
          id: '174',
          name: '1L Le Parfait Jar',
          brandId: '36',
          categoryIds: ['23', '21'],
          path: '/all/1l-le-parfait-jar/',
        });
        expect(z.array(FeedProduct).parse(products)[0]).toMatchObject({
          id: '174',
          base_variant_id: '345',
          inventory_tracking: 'none',
        });
      },
    );

    test('prices that are empty objects are read as none', async () => {
      const { data } = await sample('api-2021/variants_v3.get.application-json');
      const product = { id: 184, name: 'T-shirt', calculated_price: 10, variants: data };
      expect(FeedProduct.parse(product).variants.length).toBeGreaterThan(3);
    });

    test('brands, categories and the store are read', async () => {
      const api = fakeApi({
        '/v3/catalog/brands': await sample('api/brands_v3'),
        '/v3/catalog/trees/categories': await sample('api/tree_categories_v3'),
        '/v2/store': await sample('api/store_v2'),
      });
      expect((await readBrands(api)(['36'], signal)).get('36')).toBe('OFS');
      expect((await readCategories(api)(['12'], signal)).get('12')).toEqual({
        name: 'Bath',
        treeId: 1,
      });
      const store = storeProfile({ api, clock: manualClock(), closing: signal });
      expect(await store.information(signal)).toEqual({
        timeZone: 'America/Chicago',
        currency: 'USD',
        decimalPlaces: 2,
        pricesIncludeTax: false,
        defaultChannelId: 1,
      });
    });
  },
);
