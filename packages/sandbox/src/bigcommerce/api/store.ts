import type { Channel, Channels } from '../catalog/channels.ts';
import type { Currency } from '../currencies.ts';
import { rfc2822, rfc3339, unixSeconds } from '../dates.ts';
import { storeInformation, type StoreProfile } from '../store-profile.ts';
import { notFound, problem, v2List, v2One, v3One } from './answers.ts';
import { within } from './fields.ts';
import { readPage, take, v3Page } from './paging.ts';
import type { Call, Endpoints } from './router.ts';

/** The store itself, its currencies, its channels and their sites. */
export function storeEndpoints(
  store: StoreProfile,
  channels: Channels,
  now: () => number,
): Endpoints {
  const openedAt = now();
  const channelOf = ({ ids }: Call): Channel | undefined => channels.byId.get(ids[0] ?? 0);
  const siteOf = (channel: Channel) => (channel.site ? [site(channel, channel.site)] : []);
  const assignments = (channel: Channel) => {
    const code = channel.currency ?? store.currency;
    return { channel_id: channel.id, enabled_currencies: [code], default_currency: code };
  };
  return {
    'GET /v2/store': () => v2One(storeInformation(store, now())),
    'GET /v2/time': () => v2One({ time: unixSeconds(now()) }),
    'GET /v2/currencies': ({ query }) => {
      const own = store.currencies.own.code;
      const all = [...store.currencies.byCode.values()];
      return v2List(take(all, readPage(query)).map((each) => currency(each, own, openedAt)));
    },
    'GET /v3/channels': (call) =>
      v3Page(call, within(call.query, 'id:in', channels.byId), (channel) => shown(channel)),
    'GET /v3/channels/{id}': (call) => {
      const channel = channelOf(call);
      return channel ? v3One(shown(channel)) : notFound('v3');
    },
    'GET /v3/channels/{id}/site': (call) => {
      const [found] = [channelOf(call) ?? []].flat().flatMap(siteOf);
      return found ? v3One(found) : problem('v3', 404, 'Site not found.');
    },
    'GET /v3/sites': (call) => {
      const wanted = within(call.query, 'channel_id:in', channels.byId);
      return v3Page(call, wanted.flatMap(siteOf), (each) => each);
    },
    'GET /v3/channels/currency-assignments': () =>
      v3One([...channels.byId.values()].map(assignments)),
    'GET /v3/channels/{id}/currency-assignments': (call) => {
      const channel = channelOf(call);
      return channel ? v3One(assignments(channel)) : notFound('v3');
    },
  };
}

function shown({ id, name, type, platform, createdAt }: Channel) {
  return {
    id,
    name,
    type,
    platform,
    status: 'active',
    external_id: '',
    icon_url: '',
    is_listable_from_ui: true,
    is_visible: true,
    date_created: rfc3339(createdAt),
    date_modified: rfc3339(createdAt),
  };
}

function site({ id, createdAt }: Channel, { id: siteId, url }: NonNullable<Channel['site']>) {
  const dated = { url, created_at: rfc3339(createdAt), updated_at: rfc3339(createdAt) };
  return {
    ...dated,
    id: siteId,
    channel_id: id,
    urls: ['primary', 'canonical', 'checkout'].map((type) => ({ ...dated, type })),
    is_checkout_url_customized: false,
  };
}

/** Source: BigCommerce, Currencies V2: rates are text; here, what one of the store's own currency is worth. */
function currency({ id, code, exchangeRate, decimalPlaces }: Currency, own: string, at: number) {
  return {
    id,
    is_default: code === own,
    last_updated: rfc2822(at),
    country_iso2: '',
    default_for_country_codes: [],
    currency_code: code,
    currency_exchange_rate: exchangeRate,
    auto_update: false,
    token_location: 'left',
    token: code,
    decimal_token: '.',
    thousands_token: ',',
    decimal_places: decimalPlaces,
    name: code,
    enabled: true,
    is_transactional: true,
    use_default_name: true,
  };
}
