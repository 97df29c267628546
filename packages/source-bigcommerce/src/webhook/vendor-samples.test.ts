import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { readNotice } from './envelope.ts';

const folder = process.env['MILLRACE_VENDOR'] ?? '';
const why = 'skipped unless MILLRACE_VENDOR names a folder with the samples of the vendor';
const Sample = z.object({ scope: z.string() });

/** What each family of webhooks is about. */
function expected(scope: string): string | undefined {
  if (/^store\/(order|shipment)\//.test(scope)) return 'order';
  if (scope.startsWith('store/cart/')) return 'cart';
  if (scope.startsWith('store/customer/')) return 'customer';
  return scope.startsWith('store/subscriber/') ? 'subscriber' : undefined;
}

describe.skipIf(folder === '')(`the webhooks of BigCommerce's documentation (${why})`, () => {
  test('each is about what its scope says, or about nothing to look at', () => {
    const at = join(folder, 'bigcommerce', 'webhooks');
    const files = readdirSync(at).filter((file) => file.endsWith('.json'));
    for (const file of files) {
      const text = readFileSync(join(at, file), 'utf8').replace('{store_hash}', 'abc123');
      const { scope } = Sample.parse(JSON.parse(text));
      const [about] = readNotice(Buffer.from(text), 'abc123').subjects;
      expect([file, about?.kind]).toEqual([file, expected(scope)]);
    }
    expect(files.length).toBeGreaterThan(30);
  });
});
