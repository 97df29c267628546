import type { Answer } from '../../http/index.ts';
import type { StoredProfile } from '../account/profile.ts';
import { document } from './call.ts';

/** A profile as Klaviyo shows it: every attribute is there, `null` when it is not known. */
export function profileResource(profile: StoredProfile, origin: string): unknown {
  const { id, email, phone_number, external_id, attributes, location, properties } = profile;
  return {
    type: 'profile',
    id,
    attributes: {
      email,
      phone_number,
      external_id,
      first_name: null,
      last_name: null,
      organization: null,
      locale: null,
      title: null,
      image: null,
      ...attributes,
      created: profile.created,
      updated: profile.updated,
      location: {
        address1: null,
        address2: null,
        city: null,
        country: null,
        latitude: null,
        longitude: null,
        region: null,
        zip: null,
        timezone: null,
        ip: null,
        ...location,
      },
      properties,
    },
    links: { self: `${origin}/api/profiles/${id}` },
  };
}

export function profileDocument(status: number, profile: StoredProfile, origin: string): Answer {
  return document(status, { data: profileResource(profile, origin) });
}
