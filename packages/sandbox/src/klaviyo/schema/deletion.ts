import * as z from 'zod';
import { data, nullableString } from './json-api.ts';

/** `POST /api/data-privacy-deletion-jobs`. */
export const requestDeletion = data(
  z.strictObject({
    type: z.literal('data-privacy-deletion-job'),
    attributes: z.strictObject({
      profile: data(
        z.strictObject({
          type: z.literal('profile'),
          id: nullableString,
          attributes: z.strictObject({ email: nullableString, phone_number: nullableString }),
        }),
      ),
    }),
  }),
);
