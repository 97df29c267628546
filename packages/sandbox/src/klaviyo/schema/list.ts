import * as z from 'zod';
import { data, references } from './json-api.ts';

/** `POST /api/lists`. */
export const createList = data(
  z.strictObject({
    type: z.literal('list'),
    attributes: z.strictObject({
      name: z.string(),
      opt_in_process: z.enum(['double_opt_in', 'single_opt_in']).nullish(),
    }),
  }),
);

/** `POST` and `DELETE /api/lists/{id}/relationships/profiles`. */
export const listProfiles = references('profile');
