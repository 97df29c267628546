import { z } from 'zod';
import type { Answer } from '../../http/index.ts';
import type { CartBook } from '../carts/cart-book.ts';
import type { CartRecord } from '../carts/cart-record.ts';
import type { Redirects } from '../carts/redirects.ts';
import { showCart } from '../carts/show-cart.ts';
import { showCheckout } from '../carts/show-checkout.ts';
import { problem, v3One } from './answers.ts';
import { list } from './fields.ts';
import type { Call, Endpoints } from './router.ts';

const body = z.object({ query_params: z.record(z.string(), z.string()).optional() });

/** Carts V3, Checkouts V3 and Abandoned carts V3. There is no list of carts. */
export function cartEndpoints(book: CartBook, redirects: Redirects): Endpoints {
  const existing = (cart: CartRecord | undefined, answer: (cart: CartRecord) => Answer): Answer =>
    cart ? answer(cart) : problem('v3', 404, 'The resource at that URL is not found.');
  const cartOf = ({ keys }: Call) => book.find(keys[0] ?? '');
  const abandoned = (call: Call) =>
    existing(book.withToken(call.keys[0] ?? ''), ({ id }) => v3One({ cart_id: id }));

  return {
    'GET /v3/carts/{key}': (call) =>
      existing(cartOf(call), (cart) => {
        const include = list(call.query, 'include');
        const shown = showCart(cart, include);
        const more = include.includes('redirect_urls') && { redirect_urls: redirects.mint(cart) };
        return v3One({ ...shown, ...more });
      }),
    'GET /v3/checkouts/{key}': (call) =>
      existing(cartOf(call), (cart) => v3One(showCheckout(cart, list(call.query, 'include')))),
    'POST /v3/carts/{key}/redirect_urls': (call) =>
      existing(cartOf(call), (cart) => {
        const parsed = body.safeParse(json(call));
        if (!parsed.success) return problem('v3', 422, 'query_params must be an object of texts.');
        return {
          status: 201,
          body: { data: redirects.mint(cart, parsed.data.query_params), meta: {} },
        };
      }),
    'GET /v3/abandoned-carts/{key}': abandoned,
  };
}

function json({ request }: Call): unknown {
  const text = request.body.toString('utf8');
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
