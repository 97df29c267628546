import * as z from 'zod';
import { nullableString } from './json-api.ts';

const device = z.strictObject({
  device_id: nullableString,
  klaviyo_sdk: z
    .enum(['android', 'flutter', 'flutter_community', 'react_native', 'swift'])
    .nullish(),
  sdk_version: nullableString,
  device_model: nullableString,
  os_name: z.enum(['android', 'ios', 'ipados', 'macos', 'tvos']).nullish(),
  os_version: nullableString,
  manufacturer: nullableString,
  app_name: nullableString,
  app_version: nullableString,
  app_build: nullableString,
  app_id: nullableString,
  environment: z.enum(['debug', 'release']).nullish(),
});

/** The devices of the push channel. */
export const pushTokens = z.array(
  z.strictObject({
    token: z.string(),
    platform: z.enum(['android', 'ios']),
    vendor: z.enum(['apns', 'fcm']),
    enablement_status: z
      .enum(['AUTHORIZED', 'DENIED', 'NOT_DETERMINED', 'PROVISIONAL', 'UNAUTHORIZED'])
      .nullish(),
    background: z.enum(['AVAILABLE', 'DENIED', 'RESTRICTED']).nullish(),
    device_metadata: device.optional(),
  }),
);
