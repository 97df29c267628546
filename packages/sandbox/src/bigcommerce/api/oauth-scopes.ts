/** The scopes of which a call needs one. */
export type Needed = readonly string[];

interface Rule {
  readonly path: RegExp;
  /** Without `store_`: each also exists as `_read_only`, which suffices for reading. */
  readonly scopes: readonly string[];
}

/** The first that fits decides. Source: BigCommerce, "API OAuth scopes", and the references of each API. */
const rules: readonly Rule[] = [
  { path: /^\/v3\/orders\/.*payment_actions\//, scopes: ['v2_transactions', 'v2_orders'] },
  { path: /^\/v3\/orders\/\d+\/transactions$/, scopes: ['v2_transactions'] },
  { path: /^\/v[23]\/order(s|_statuses)(\/|$)/, scopes: ['v2_orders'] },
  { path: /^\/v[23]\/customer(s|_groups)(\/|$)/, scopes: ['v2_customers'] },
  { path: /^\/v3\/catalog\//, scopes: ['v2_products'] },
  { path: /^\/v3\/(carts|abandoned-carts)(\/|$)/, scopes: ['cart'] },
  { path: /^\/v3\/checkouts\//, scopes: ['checkout'] },
  { path: /^\/v3\/(sites|channels\/\d+\/site)(\/|$)/, scopes: ['sites', 'channel_settings'] },
  { path: /^\/v3\/channels(\/|$)/, scopes: ['channel_settings', 'channel_listings'] },
  { path: /^\/v2\/(store|currencies)(\/|$)/, scopes: ['v2_information'] },
];

/** What a call needs, by its method and its path below the store; `undefined`: any token will do. */
export function neededFor(method: string, path: string): Needed | undefined {
  const rule = rules.find((each) => each.path.test(path));
  return rule && withReadOnly(rule.scopes, method === 'GET');
}

const resources: Readonly<Record<string, string>> = {
  order: 'v2_orders',
  shipment: 'v2_orders',
  cart: 'cart',
  customer: 'v2_customers',
  subscriber: 'v2_customers',
  product: 'v2_products',
  sku: 'v2_products',
  category: 'v2_products',
  brand: 'v2_products',
  variant: 'v2_products',
  information: 'v2_information',
  channel: 'channel_settings',
};

/** What a hook needs: to read what it tells of. */
export function neededForHook(hookScope: string): Needed | undefined {
  const [, family = '', id = '', ofChannel = ''] = hookScope.split('/');
  const resource = resources[family === 'channel' && /^\d+$/.test(id) ? ofChannel : family];
  return resource === undefined ? undefined : withReadOnly([resource], true);
}

function withReadOnly(scopes: readonly string[], reads: boolean): Needed {
  return scopes.flatMap((scope) => [
    `store_${scope}`,
    ...(reads ? [`store_${scope}_read_only`] : []),
  ]);
}
