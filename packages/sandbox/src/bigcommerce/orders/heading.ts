import { rfc2822, wholeSecond } from '../dates.ts';
import { decimal } from '../money.ts';
import type { StoreProfile } from '../store-profile.ts';
import type { Recipe } from './recipe.ts';
import { orderStatus } from './statuses.ts';

type Placed = Recipe['placement'];

/** What an order says of itself before anything happened to it, amounts and shopper apart. */
export function heading(id: number, placement: Placed, createdAt: number) {
  const status = orderStatus(placement.statusId ?? 0);
  const date = rfc2822(createdAt);
  return {
    id,
    date_created: date,
    date_modified: date,
    date_shipped:
      placement.dateShipped === undefined ? '' : rfc2822(wholeSecond(placement.dateShipped)),
    status_id: status.id,
    status: status.name,
    custom_status: status.name,
    items_shipped: 0,
    payment_method: placement.paymentMethod ?? 'Credit Card',
    payment_provider_id: '',
    payment_status: status.payment,
    refunded_amount: '0.0000',
    ip_address: placement.ipAddress ?? '',
    ip_address_v6: '',
    geoip_country: '',
    geoip_country_iso2: '',
    staff_notes: placement.staffNotes ?? '',
    customer_message: placement.customerMessage ?? '',
    is_deleted: false,
    ebay_order_id: '0',
    cart_id: placement.cartId ?? null,
    is_email_opt_in: placement.isEmailOptIn ?? false,
    credit_card_type: null,
    order_source: placement.orderSource ?? 'www',
    channel_id: placement.channelId ?? 1,
    external_source: placement.externalSource ?? null,
    external_id: placement.externalId ?? null,
    external_order_id: placement.externalOrderId ?? '',
    external_merchant_id: null,
    tax_provider_id: 'BasicTaxProvider',
    customer_locale: placement.customerLocale ?? 'en',
  };
}

/** `currency_*` is what the shopper saw, `default_currency_*` what he paid in; amounts are in the latter. */
export function currencies(placement: Placed, store: StoreProfile) {
  const paid = placement.currency ?? store.currency;
  const seen = placement.displayCurrency ?? paid;
  return {
    currency_id: store.currencyId(seen),
    currency_code: seen,
    currency_exchange_rate: rate(placement.exchangeRate),
    default_currency_id: store.currencyId(paid),
    default_currency_code: paid,
    store_default_currency_code: store.currency,
    store_default_to_transactional_exchange_rate: rate(placement.transactionalExchangeRate),
  };
}

function rate(value = '1'): string {
  return decimal(value).toFixed(10);
}

/** Where the parts of an order are. */
export function stubs(orderId: number, store: StoreProfile) {
  const stub = (part: string) => store.stub(`/orders/${orderId}/${part}`);
  return {
    products: stub('products'),
    // The API's own spelling in stubs, and nowhere else.
    shipping_addresses: stub('shippingaddresses'),
    coupons: stub('coupons'),
    consignments: stub('consignments'),
    fees: stub('fees'),
  };
}
