import * as z from 'zod';
import { data, dateTime, nullableString } from './json-api.ts';
import { pushTokens } from './push-token.ts';

const list = z
  .strictObject({
    list: z
      .strictObject({
        data: z.strictObject({ type: z.literal('list'), id: z.string() }).optional(),
      })
      .optional(),
  })
  .optional();

const given = z.strictObject({
  consent: z.literal('SUBSCRIBED'),
  consented_at: dateTime.nullish(),
});
const givenPlainly = z.strictObject({ consent: z.literal('SUBSCRIBED') });
const withdrawn = z.strictObject({ consent: z.literal('UNSUBSCRIBED') });

const phoneChannel = z.strictObject({
  marketing: given.optional(),
  transactional: given.optional(),
});

const subscriptions = z.strictObject({
  email: z
    .strictObject({ marketing: given.optional(), open_tracking: givenPlainly.optional() })
    .optional(),
  sms: phoneChannel.optional(),
  whatsapp: phoneChannel.optional(),
  push: z
    .strictObject({
      marketing: given,
      tokens: pushTokens.nullish(),
      anonymous_id: nullableString,
    })
    .optional(),
});

const unsubscriptions = z.strictObject({
  email: z
    .strictObject({ marketing: withdrawn.optional(), open_tracking: withdrawn.optional() })
    .optional(),
  sms: z
    .strictObject({ marketing: withdrawn.optional(), transactional: withdrawn.optional() })
    .optional(),
  whatsapp: z
    .strictObject({
      marketing: withdrawn.optional(),
      transactional: withdrawn.optional(),
      conversational: withdrawn.optional(),
    })
    .optional(),
  push: z.strictObject({ marketing: withdrawn, tokens: pushTokens }).optional(),
});

/** `POST /api/profile-subscription-bulk-create-jobs`. */
export const subscribeProfiles = data(
  z.strictObject({
    type: z.literal('profile-subscription-bulk-create-job'),
    attributes: z.strictObject({
      custom_source: nullableString,
      historical_import: z.boolean().nullish(),
      profiles: data(
        z.array(
          z.strictObject({
            type: z.literal('profile'),
            id: nullableString,
            attributes: z.strictObject({
              email: nullableString,
              phone_number: nullableString,
              age_gated_date_of_birth: z.iso.date().nullish(),
              subscriptions,
            }),
          }),
        ),
      ),
    }),
    relationships: list,
  }),
);

/** `POST /api/profile-subscription-bulk-delete-jobs`. */
export const unsubscribeProfiles = data(
  z.strictObject({
    type: z.literal('profile-subscription-bulk-delete-job'),
    attributes: z.strictObject({
      profiles: data(
        z.array(
          z.strictObject({
            type: z.literal('profile'),
            attributes: z.strictObject({
              email: nullableString,
              phone_number: nullableString,
              subscriptions: unsubscriptions,
            }),
          }),
        ),
      ),
    }),
    relationships: list,
  }),
);
