type Fields = Readonly<Record<string, unknown>>;

const metric = (name: string) => ({ data: { type: 'metric', attributes: { name } } });

/** The attributes of an event without its profile. */
export const eventAttributes = (fields: Fields = {}, metricName = 'Placed Order') => ({
  metric: metric(metricName),
  properties: {},
  ...fields,
});

/** `POST /api/events`. */
export const event = (profile: Fields, fields: Fields = {}, metricName = 'Placed Order') => ({
  data: {
    type: 'event',
    attributes: {
      ...eventAttributes(fields, metricName),
      profile: { data: { type: 'profile', attributes: profile } },
    },
  },
});

/** One group of a bulk request. */
export const group = (profile: Fields, events: readonly Fields[], fields: Fields = {}) => ({
  type: 'event-bulk-create',
  attributes: {
    profile: { data: { type: 'profile', attributes: profile } },
    events: { data: events.map((one) => ({ type: 'event', attributes: eventAttributes(one) })) },
    ...fields,
  },
});

/** `POST /api/event-bulk-create-jobs`. */
export const bulk = (...groups: readonly unknown[]) => ({
  data: { type: 'event-bulk-create-job', attributes: { 'events-bulk-create': { data: groups } } },
});

/** `POST /api/profile-import`, `POST /api/profiles`, `PATCH /api/profiles/{id}`. */
export const profile = (attributes: Fields, beside: Fields = {}) => ({
  data: { type: 'profile', attributes, ...beside },
});

/** `POST /api/profile-subscription-bulk-create-jobs` or, with `-delete-job`, its opposite. */
export const subscriptionJob = (
  action: 'create' | 'delete',
  profiles: readonly Fields[],
  { listId, ...fields }: Fields = {},
) => ({
  data: {
    type: `profile-subscription-bulk-${action}-job`,
    attributes: {
      profiles: { data: profiles.map((attributes) => ({ type: 'profile', attributes })) },
      ...fields,
    },
    ...(listId !== undefined && {
      relationships: { list: { data: { type: 'list', id: listId } } },
    }),
  },
});

/** `POST /api/profile-suppression-bulk-create-jobs` or, with `-delete-job`, its opposite. */
export const suppressionJob = (
  action: 'create' | 'delete',
  emails: readonly string[],
  beside: Fields = {},
) => ({
  data: {
    type: `profile-suppression-bulk-${action}-job`,
    attributes: {
      profiles: { data: emails.map((email) => ({ type: 'profile', attributes: { email } })) },
    },
    ...beside,
  },
});

/** `POST /api/data-privacy-deletion-jobs`. */
export const deletion = (attributes: Fields, beside: Fields = {}) => ({
  data: {
    type: 'data-privacy-deletion-job',
    attributes: { profile: { data: { type: 'profile', attributes, ...beside } } },
  },
});

/** `POST /api/profile-bulk-import-jobs`. */
export const importJob = (profiles: readonly Fields[], beside: Fields = {}) => ({
  data: {
    type: 'profile-bulk-import-job',
    attributes: { profiles: { data: profiles.map((one) => ({ type: 'profile', ...one })) } },
    ...beside,
  },
});
