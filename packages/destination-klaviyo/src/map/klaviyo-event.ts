/** Properties of an event or of a profile, under the names Klaviyo shows. */
export type Properties = Record<string, unknown>;

/** Klaviyo: Events API, `data.attributes` of an event, without its profile. */
export interface EventAttributes {
  readonly metric: {
    readonly data: { readonly type: 'metric'; readonly attributes: { readonly name: string } };
  };
  readonly unique_id: string;
  /** ISO 8601. Klaviyo truncates it to the second. */
  readonly time: string;
  readonly value?: number;
  readonly value_currency?: string;
  /** Records it without starting flows. Klaviyo: Events API, from revision 2026-07-15 on. */
  readonly backfill?: boolean;
  readonly properties: Readonly<Properties>;
}

/** What a metric says of one thing that happened. */
export interface Happening {
  readonly metric: string;
  /** Of the same metric and profile, Klaviyo records the first event with this id and ignores the others. */
  readonly uniqueId: string;
  readonly time: string;
  readonly value: number | undefined;
  /** ISO 4217. Without one, Klaviyo takes the currency of the account. */
  readonly currency: unknown;
  readonly properties: Readonly<Properties>;
}

const isoCurrency = /^[A-Za-z]{3}$/;

/** The one way in which an event is written for Klaviyo: for a single request and inside a bulk one. */
export function eventAttributes(happening: Happening): EventAttributes {
  const { metric, uniqueId, time, value, currency, properties } = happening;
  const attributes: Written = {
    metric: { data: { type: 'metric', attributes: { name: metric } } },
    unique_id: uniqueId,
    time,
    properties,
  };
  if (value === undefined) return attributes;
  attributes.value = value;
  if (typeof currency === 'string' && isoCurrency.test(currency)) {
    attributes.value_currency = currency.toUpperCase();
  }
  return attributes;
}

/** While it is being written. */
type Written = { -readonly [Name in keyof EventAttributes]: EventAttributes[Name] };
