import { Big } from 'big.js';
import type { BigCommerceSandbox, KlaviyoSandbox } from '@millrace/sandbox';
import type { State } from './child.ts';

/** What the store says, beside what Klaviyo says. */
export interface Audit {
  readonly rows: readonly {
    readonly what: string;
    readonly store: string;
    readonly klaviyo: string;
    readonly agrees: boolean;
  }[];
  readonly agrees: boolean;
}

/** Incomplete, Cancelled (these were before payment), Awaiting Payment. */
const notPlaced = new Set([0, 5, 7]);

export async function audit(
  store: BigCommerceSandbox,
  mail: KlaviyoSandbox,
  state: State,
): Promise<Audit> {
  const placed = store.orders.filter(({ status_id }) => !notPlaced.has(status_id));
  const anonymous = placed.filter(({ billing_address }) => billing_address.email === '');
  const known = placed.filter((order) => !anonymous.includes(order));
  const of = (metric: string) => mail.events.filter((event) => event.metric === metric);
  const placedOrders = of('Placed Order');
  const keys = new Set(mail.events.map(({ metric, unique_id }) => `${metric} ${unique_id}`));
  const delivered = new Set(placedOrders.map(({ unique_id }) => unique_id));
  const lost = known.filter(({ id }) => !delivered.has(String(id))).length;
  let lines = 0;
  for (const { id } of known) lines += await countLines(store, id);

  const row = (what: string, left: string | number, right: string | number) => ({
    what,
    store: String(left),
    klaviyo: String(right),
    agrees: String(left) === String(right),
  });
  const revenue = ['USD', 'EUR'].map((currency) =>
    row(
      `Revenue, ${currency}`,
      sum(
        known
          .filter((order) => order.default_currency_code === currency)
          .map((order) => order.total_inc_tax),
      ),
      sum(
        placedOrders
          .filter((event) => event.value_currency === currency)
          .map((event) => event.value ?? 0),
      ),
    ),
  );
  const rows = [
    row('Orders placed = Placed Order', known.length, placedOrders.length),
    row('Lines = Ordered Product', lines, of('Ordered Product').length),
    ...revenue,
    row('Orders without an email = held', anonymous.length, state.held),
    row('Duplicates', 0, mail.events.length - keys.size),
    row('Lost', 0, lost + state.dead + mail.discarded.length),
  ];
  return { rows, agrees: placed.length > 0 && rows.every(({ agrees }) => agrees) };
}

/** Asked through the API: what the merchant would count. */
async function countLines(store: BigCommerceSandbox, orderId: number): Promise<number> {
  const url = `${store.url}/stores/${store.storeHash}/v2/orders/${orderId}/products?limit=250`;
  const headers = { 'x-auth-token': store.accessToken, accept: 'application/json' };
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`The lines of order ${orderId} cannot be read: ${answer.status}`);
  return ((await answer.json()) as unknown[]).length;
}

function sum(amounts: readonly (string | number)[]): string {
  return amounts.reduce<Big>((total, amount) => total.plus(amount), new Big(0)).toFixed(2);
}
