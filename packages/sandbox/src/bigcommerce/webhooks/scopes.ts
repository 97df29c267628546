/**
 * The events one can subscribe to.
 *
 * Source: BigCommerce, Webhooks, "Webhook Events" and "Channel Webhook Events".
 */
const families: Readonly<Record<string, readonly string[]>> = {
  order:
    'created updated archived statusUpdated message/created refund/created transaction/created transaction/updated metafield/created metafield/updated metafield/deleted'.split(
      ' ',
    ),
  cart: 'created updated deleted abandoned couponApplied converted lineItem/created lineItem/updated lineItem/deleted metafield/created metafield/updated metafield/deleted'.split(
    ' ',
  ),
  shipment: 'created updated deleted'.split(' '),
  customer:
    'created updated deleted address/created address/updated address/deleted payment/instrument/default/updated channel/login/access/updated metafield/created metafield/updated metafield/deleted'.split(
      ' ',
    ),
  subscriber: 'created updated deleted'.split(' '),
  product:
    'created updated deleted inventory/updated inventory/order/updated metafield/created metafield/updated metafield/deleted'.split(
      ' ',
    ),
  sku: 'created updated deleted inventory/updated inventory/order/updated'.split(' '),
  category: 'created updated deleted metafield/created metafield/updated metafield/deleted'.split(
    ' ',
  ),
  brand: 'metafield/created metafield/updated metafield/deleted'.split(' '),
  variant: 'metafield/created metafield/updated metafield/deleted'.split(' '),
  metafield: 'created updated deleted'.split(' '),
  information: ['updated'],
  app: ['uninstalled'],
  hook: ['deliveryException'],
  channel: ['created', 'updated'],
};

/** The families that also have events of one channel: `store/channel/{channel_id}/order/created`. */
const perChannel = new Set(['order', 'cart']);

/** Whether a hook can have this scope: an event, or the events below a level (`store/order/*`). */
export function isScope(scope: string): boolean {
  const match = /^store\/(?:channel\/\d+\/(?=[a-z]))?([a-z]+)\/(.+)$/.exec(scope);
  const [, family = '', event = ''] = match ?? [];
  if (/^store\/channel\/\d+\//.test(scope) && !perChannel.has(family)) return false;
  const events = families[family] ?? [];
  if (!event.endsWith('*')) return events.includes(event);
  if (events.length === 0) return false;
  return event === '*' || (event.endsWith('/*') && events.some((known) => below(event, known)));
}

/** Whether a hook of scope `pattern` hears an event. `store/cart/*` hears `store/cart/lineItem/created` too. */
export function hears(pattern: string, scope: string): boolean {
  return pattern === scope || (pattern.endsWith('/*') && below(pattern, scope));
}

function below(pattern: string, scope: string): boolean {
  return scope.startsWith(pattern.slice(0, -1));
}
