import * as z from 'zod';
import { data, references } from './json-api.ts';
import { importProfile } from './profile.ts';

/** `POST /api/profile-bulk-import-jobs`. */
export const importProfiles = data(
  z.strictObject({
    type: z.literal('profile-bulk-import-job'),
    attributes: z.strictObject({ profiles: data(z.array(importProfile.shape.data)) }),
    relationships: z.strictObject({ lists: references('list').optional() }).optional(),
  }),
);
