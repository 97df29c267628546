/** BigCommerce: "OAuth scopes" of API accounts, as the control panel names them. */
const scopes: readonly (readonly [RegExp, string])[] = [
  [/^\/v3\/orders\/.*(refunds|transactions)/, 'Order Transactions (read-only)'],
  [/^\/v[23]\/orders?(\/|_|$)/, 'Orders (read-only)'],
  [/^\/v3\/(carts|abandoned-carts)\b.*redirect_urls$/, 'Carts (modify)'],
  [/^\/v3\/(carts|abandoned-carts)\b/, 'Carts (read-only)'],
  [/^\/v3\/checkouts\b/, 'Checkouts (read-only)'],
  [/^\/v[23]\/customer/, 'Customers (read-only)'],
  [/^\/v3\/(catalog|pricelists|pricing)\b/, 'Products (read-only)'],
  [/^\/v3\/channels\b/, 'Channel Settings (read-only)'],
  [/^\/v3\/sites\b/, 'Sites & Routes (read-only)'],
  [/^\/v2\/(store|time|currencies)\b/, 'Information & Settings (read-only)'],
];

/** The scope that a path needs, for the person who sets the API account up. */
export function scopeOf(path: string): string {
  return scopes.find(([pattern]) => pattern.test(path))?.[1] ?? 'of this resource';
}
