import * as z from 'zod';
import { data, freeForm, nullableString } from './json-api.ts';

const coordinate = z.union([z.string(), z.number(), z.null()]).optional();

const location = z.strictObject({
  address1: nullableString,
  address2: nullableString,
  city: nullableString,
  country: nullableString,
  latitude: coordinate,
  longitude: coordinate,
  region: nullableString,
  zip: nullableString,
  timezone: nullableString,
  ip: nullableString,
});

const attributes = z.strictObject({
  email: nullableString,
  phone_number: nullableString,
  external_id: nullableString,
  first_name: nullableString,
  last_name: nullableString,
  organization: nullableString,
  locale: nullableString,
  title: nullableString,
  image: nullableString,
  location: location.optional(),
  properties: freeForm.nullish(),
});

const meta = z.strictObject({
  patch_properties: z
    .strictObject({
      append: freeForm.nullish(),
      unappend: freeForm.nullish(),
      unset: z.union([z.string(), z.array(z.string()), z.null()]).optional(),
    })
    .optional(),
  patch_identifiers: z
    .strictObject({ append: freeForm.optional(), unappend: freeForm.optional() })
    .optional(),
});
export type ProfileMeta = z.output<typeof meta>;

const type = z.literal('profile');
// Events alone still take an anonymous id: it left the profile endpoints with revision 2026-01-15.
const eventAttributes = attributes.extend({ _kx: nullableString, anonymous_id: nullableString });

/** Whatever a request can say of a profile: each endpoint takes a part of this. */
export type ProfilePatch = z.output<typeof eventAttributes>;

/** `POST /api/profiles`. */
export const createProfile = data(z.strictObject({ type, attributes }));

/** `PATCH /api/profiles/{id}`. */
export const updateProfile = data(
  z.strictObject({ type, id: z.string(), attributes, meta: meta.optional() }),
);

/** `POST /api/profile-import`. */
export const importProfile = data(
  z.strictObject({
    type,
    id: nullableString,
    attributes: attributes.extend({ _kx: nullableString }),
    meta: meta.optional(),
  }),
);

/** The profile in `POST /api/events`: its `meta` lies inside its attributes. */
export const profileOfEvent = data(
  z.strictObject({
    type,
    id: nullableString,
    attributes: eventAttributes.extend({ meta: meta.optional() }),
  }),
);

/** The profile in `POST /api/event-bulk-create-jobs`: its `meta` lies beside its attributes. */
export const profileOfBulk = data(
  z.strictObject({ type, id: nullableString, attributes: eventAttributes, meta: meta.optional() }),
);
