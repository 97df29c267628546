import type { Stub } from './orders/order-parts.ts';

/** Who the store is: what its own answers and its webhooks say of it. */
export interface StoreProfile {
  readonly hash: string;
  /** The numeric id; webhooks send it as text. */
  readonly storeId: number;
  /** The storefront's address, without a trailing slash. */
  readonly secureUrl: string;
  readonly currency: string;
  /** The store's id of a currency; currencies are added to the store as orders bring them in. */
  currencyId(code: string): number;
  /** The pointer that stands for a part of a resource, at an address of this sandbox. */
  stub(resource: string): Stub;
}

export function storeProfile(hash: string, apiUrl: () => string, currency = 'USD'): StoreProfile {
  const currencyIds = new Map([[currency, 1]]);
  return {
    hash,
    storeId: 1025646,
    secureUrl: `https://${hash}.example.com`,
    currency,
    currencyId(code) {
      const id = currencyIds.get(code) ?? currencyIds.size + 1;
      currencyIds.set(code, id);
      return id;
    },
    stub: (resource) => ({ url: `${apiUrl()}/stores/${hash}/v2${resource}`, resource }),
  };
}

/** What `GET /v2/store` answers. */
export function storeInformation(store: StoreProfile) {
  return {
    id: store.hash,
    account_uuid: '00000000-0000-4000-8000-000000000001',
    domain: new URL(store.secureUrl).host,
    secure_url: store.secureUrl,
    control_panel_base_url: `https://store-${store.hash}.mybigcommerce.com`,
    status: 'live',
    name: 'Sandbox',
    first_name: '',
    last_name: '',
    address: '',
    country: 'United States',
    country_code: 'US',
    phone: '',
    admin_email: 'admin@example.com',
    order_email: 'orders@example.com',
    favicon_url: '',
    timezone: {
      name: 'America/Chicago',
      raw_offset: -21600,
      dst_offset: -18000,
      dst_correction: true,
      date_format: { display: 'M jS Y', export: 'M jS Y', extended_display: 'M jS Y @ g:i A' },
    },
    language: 'en',
    currency: store.currency,
    currency_symbol: '$',
    decimal_separator: '.',
    thousands_separator: ',',
    decimal_places: 2,
    currency_symbol_location: 'left',
    weight_units: 'Ounces',
    dimension_units: 'Inches',
    dimension_decimal_places: 2,
    dimension_decimal_token: '.',
    dimension_thousands_token: ',',
    plan_name: 'Standard',
    plan_level: 'Standard',
    plan_is_trial: false,
    industry: '',
    logo: { url: '' },
    is_price_entered_with_tax: false,
    store_id: store.storeId,
    default_channel_id: 1,
    default_site_id: 1000,
    active_comparison_modules: [],
    features: {
      stencil_enabled: true,
      sitewidehttps_enabled: true,
      facebook_catalog_id: '',
      checkout_type: 'optimized',
      wishlists_enabled: true,
      graphql_storefront_api_enabled: true,
      shopper_consent_tracking_enabled: true,
      multi_storefront_enabled: true,
      storefront_limits: { active: 3, total_including_inactive: 4 },
    },
  };
}
