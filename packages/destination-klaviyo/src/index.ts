export { BookUnreadable } from './book/errors.ts';
export { klaviyoBook } from './book/klaviyo-book.ts';
export { checkKlaviyo } from './check/check-klaviyo.ts';
export type { FindingKind, KlaviyoFinding } from './check/finding.ts';
export { klaviyo } from './klaviyo.ts';
export type { KlaviyoSettings } from './settings.ts';
export {
  exchangeIdFromUrl,
  InvalidProfileQuery,
  klaviyoExternalIds,
  klaviyoProfiles,
  parseKlaviyoCookie,
  ProfileLookUpFailed,
} from './identify/index.ts';
export type {
  KlaviyoCookie,
  KlaviyoProfile,
  KlaviyoProfiles,
  KlaviyoProfilesSettings,
  ProfileHandlerOptions,
  ProfileQuery,
  VisibleField,
  Visit,
} from './identify/index.ts';
