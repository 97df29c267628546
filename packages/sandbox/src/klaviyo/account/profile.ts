/** A channel and a kind of message, as in `subscriptions.email.marketing`. */
export type ConsentKey = `${'email' | 'sms' | 'whatsapp' | 'push'}.${string}`;

/** `PENDING`: the list asks for double opt-in, and nobody has clicked the link in the confirmation message yet. */
export type Consent = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'PENDING';

/** The plain attributes: first_name, last_name, organization, locale, title, image. */
export type ProfileAttributes = Readonly<Record<string, string | null>>;
export type ProfileLocation = Readonly<Record<string, string | number | null>>;

/** A profile of the sandbox account. */
export interface KlaviyoProfile {
  readonly id: string;
  readonly email: string | null;
  readonly phone_number: string | null;
  readonly external_id: string | null;
  readonly anonymous_ids: readonly string[];
  /** The value that Klaviyo would put as `_kx` into the links of its messages to this person. */
  readonly exchange_id: string;
  readonly attributes: ProfileAttributes;
  readonly location: ProfileLocation;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Ids of the lists this profile is on. */
  readonly lists: readonly string[];
  readonly consent: Readonly<Partial<Record<ConsentKey, Consent>>>;
  /** Gets no emails, whatever the consent says, until the suppression is lifted. */
  readonly suppressed: boolean;
  /** ISO 8601, as are all times here. */
  readonly created: string;
  readonly updated: string;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The same profile inside the account, where it changes. */
export interface StoredProfile extends Writable<
  Omit<
    KlaviyoProfile,
    'anonymous_ids' | 'lists' | 'attributes' | 'location' | 'properties' | 'consent'
  >
> {
  anonymous_ids: string[];
  lists: string[];
  attributes: Record<string, string | null>;
  location: Record<string, string | number | null>;
  properties: Record<string, unknown>;
  consent: Partial<Record<ConsentKey, Consent>>;
}
