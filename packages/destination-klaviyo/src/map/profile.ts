import type { Properties } from './klaviyo-event.ts';

/** What an event may say of its profile. The first four identify it, strongest first. */
export interface EventProfile {
  external_id?: string;
  email?: string;
  phone_number?: string;
  /** Klaviyo takes it on events only. */
  anonymous_id?: string;
  first_name?: string;
  last_name?: string;
}

/** Klaviyo: Profiles API, `data.attributes` of Create or Update Profile. `null` clears, absence leaves as it is. */
export interface ProfileAttributes {
  external_id?: string;
  email?: string;
  phone_number?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  organization?: string | null;
  title?: string | null;
  image?: string | null;
  location?: Location;
  properties?: Properties;
}

export interface Location {
  address1?: string | null;
  city?: string | null;
  region?: string | null;
  zip?: string | null;
  country?: string | null;
}
