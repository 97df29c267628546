import { AccessRefused } from '../api/errors.ts';
import { emailIn } from '../customer/account.ts';
import { currentEmail } from '../customer/memory.ts';
import { rowsById } from '../customer/rows.ts';
import type { Shop } from '../shop.ts';
import type { Checkout } from './schema.ts';

/**
 * Whose checkout it is. What a guest typed last; of a registered customer the address of the account: from what is
 * remembered if it is, else by one more request. What stands in their checkout may be an address that they had, or somebody
 * else's beside a billing address: it only counts where the access token may not read customers.
 *
 * @throws {ApiError}
 */
export async function emailOf(
  { cart, billing_address: billing }: Checkout,
  { api, context }: Pick<Shop, 'api' | 'context'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { customer_id: id } = cart;
  const typed = cart.email ?? billing.email;
  if (id === undefined) return typed;
  const known = await currentEmail(context, id);
  if (known !== undefined) return known;
  try {
    const rows = await rowsById(api, '/v3/customers', [id], { signal });
    return emailIn(rows.get(id));
  } catch (error) {
    if (error instanceof AccessRefused) return typed;
    throw error;
  }
}
