import * as z from 'zod';
import { data } from './json-api.ts';

const one = <T extends string>(type: T) =>
  z
    .strictObject({
      data: z.strictObject({ type: z.literal(type), id: z.string() }).optional(),
    })
    .optional();

/** `POST /api/profile-suppression-bulk-create-jobs` and, with its own `type`, `…-delete-jobs`. */
const suppressionJob = <const T extends string>(type: T) =>
  data(
    z.strictObject({
      type: z.literal(type),
      attributes: z.strictObject({
        profiles: data(
          z.array(
            z.strictObject({
              type: z.literal('profile'),
              attributes: z.strictObject({ email: z.string() }),
            }),
          ),
        ).nullish(),
      }),
      relationships: z.strictObject({ list: one('list'), segment: one('segment') }).optional(),
    }),
  );

export const suppressProfiles = suppressionJob('profile-suppression-bulk-create-job');
export const unsuppressProfiles = suppressionJob('profile-suppression-bulk-delete-job');
