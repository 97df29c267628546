import { Currencies } from './currencies.ts';
import type { Stub } from './orders/order-parts.ts';
import { timeZone } from './time-zone.ts';

/** Who the store is: what its own answers and its webhooks say of it. */
export interface StoreProfile {
  readonly hash: string;
  /** The numeric id; webhooks send it as text. */
  readonly storeId: number;
  /** The storefront's address, without a trailing slash. */
  readonly secureUrl: string;
  /** The store's own. */
  readonly currency: string;
  readonly currencies: Currencies;
  /** An IANA name. */
  readonly timeZone: string;
  readonly pricesIncludeTax: boolean;
  /** The store's id of a currency; currencies are added to the store as orders bring them in. */
  currencyId(code: string): number;
  /** The pointer that stands for a part of a resource, at an address of this sandbox. */
  stub(resource: string): Stub;
  change(changes: StoreChanges): void;
}

/** What `updateStore` takes: what is absent stays as it is. */
export interface StoreChanges {
  /** An IANA name: `America/Chicago` in a new store. */
  readonly timeZone?: string | undefined;
  /** Another default currency; orders stay in theirs. */
  readonly currency?: string | undefined;
  /** Of the default currency: 2 in a new store. */
  readonly decimalPlaces?: number | undefined;
  /** Whether prices are entered with tax: not in a new store. */
  readonly pricesIncludeTax?: boolean | undefined;
}

export function storeProfile(hash: string, apiUrl: () => string, currency = 'USD'): StoreProfile {
  const currencies = new Currencies(currency);
  let settings = { timeZone: 'America/Chicago', pricesIncludeTax: false };
  return {
    hash,
    storeId: 1025646,
    secureUrl: `https://${hash}.example.com`,
    get currency() {
      return currencies.own.code;
    },
    currencies,
    get timeZone() {
      return settings.timeZone;
    },
    get pricesIncludeTax() {
      return settings.pricesIncludeTax;
    },
    currencyId: (code) => currencies.known(code).id,
    stub: (resource) => ({ url: `${apiUrl()}/stores/${hash}/v2${resource}`, resource }),
    change(changes) {
      settings = {
        timeZone: changes.timeZone ?? settings.timeZone,
        pricesIncludeTax: changes.pricesIncludeTax ?? settings.pricesIncludeTax,
      };
      if (changes.currency !== undefined) currencies.makeOwn(changes.currency);
      if (changes.decimalPlaces !== undefined) {
        currencies.put({ code: currencies.own.code, decimalPlaces: changes.decimalPlaces });
      }
    },
  };
}

/** What `GET /v2/store` answers at a time. */
export function storeInformation(store: StoreProfile, now: number) {
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
    timezone: timeZone(store.timeZone, now),
    language: 'en',
    currency: store.currency,
    currency_symbol: '$',
    decimal_separator: '.',
    thousands_separator: ',',
    decimal_places: store.currencies.own.decimalPlaces,
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
    is_price_entered_with_tax: store.pricesIncludeTax,
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
