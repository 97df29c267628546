import type { Properties } from './klaviyo-event.ts';

/** What an event may say of its profile. The first five identify it. */
export interface EventProfile {
  external_id?: string;
  email?: string;
  phone_number?: string;
  /** Klaviyo takes it on events only. */
  anonymous_id?: string;
  /** An exchange id: it points to a profile. */
  _kx?: string;
  first_name?: string;
  last_name?: string;
  /** In a single event Klaviyo wants it among the attributes, in a bulk request beside them. */
  meta?: ProfileMeta;
}

/** Klaviyo: Profiles API, `data.attributes` of Create or Update Profile. `null` clears, absence leaves as it is. */
export interface ProfileAttributes {
  external_id?: string;
  email?: string;
  phone_number?: string | null;
  _kx?: string;
  first_name?: string | null;
  last_name?: string | null;
  organization?: string | null;
  title?: string | null;
  image?: string | null;
  locale?: string;
  location?: Location;
  properties?: Properties;
}

export interface Location {
  address1?: string | null;
  address2?: string | null;
  city?: string | null;
  region?: string | null;
  zip?: string | null;
  country?: string | null;
  latitude?: number | null;
  longitude?: number | null;
  timezone?: string;
  ip?: string;
}

/** Klaviyo: Profiles API, `meta`: changes of custom properties that do not replace them. */
export interface ProfileMeta {
  readonly patch_properties: PatchProperties;
}

export interface PatchProperties {
  /** Adds to lists. */
  readonly append?: Readonly<Properties>;
  /** Takes from lists. */
  readonly unappend?: Readonly<Properties>;
  /** Removes properties. */
  readonly unset?: readonly string[];
}
