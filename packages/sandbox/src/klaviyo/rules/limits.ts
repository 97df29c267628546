/**
 * Klaviyo's limits (Events API overview: "Limitations"; Create Event and Create or Update Profile references). It says
 * "MB" and "KB" without saying whether of 1,000 or 1,024; the smaller is meant here, so that what passes the sandbox
 * passes Klaviyo.
 */
export const LIMITS = {
  bodyBytes: 5_000_000,
  eventsPerRequest: 1000,
  propertiesPerEvent: 400,
  stringBytes: 100_000,
  arrayItems: 4000,
  nesting: 10,
  uniqueIdLength: 255,
  /** "Must be less than 128 characters." */
  metricNameLength: 127,
  emailLength: 100,
  externalIdLength: 255,
  profileBytes: 100_000,
  profileBytesInEvent: 95_000,
  profilesPerSubscribe: 1000,
  profilesPerUnsubscribe: 100,
  profilesPerSuppress: 100,
  profilesPerImport: 10_000,
  profilesPerListChange: 1000,
} as const;
