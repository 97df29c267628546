import { type Clock, parseSettings, systemClock } from '@millrace/core';
import { profileHandler, type ProfileHandlerOptions } from './handler.ts';
import type { KlaviyoProfile } from './klaviyo-profile.ts';
import { createLookUp } from './look-up.ts';
import { parseQuery, type ProfileQuery } from './profile-query.ts';
import { Remembered } from './remembered.ts';
import { type KlaviyoProfilesSettings, ProfilesSettings } from './settings.ts';

/** Looks profiles up in Klaviyo. */
export interface KlaviyoProfiles {
  /**
   * The profile that has an identifier, with all its ids and custom properties. The same question is asked once, however
   * many ask it at a time, and its answer is remembered for a minute.
   *
   * @returns `undefined` when Klaviyo has no such profile.
   * @throws {InvalidProfileQuery} when the query is malformed, or when Klaviyo refuses it.
   * @throws {ProfileLookUpFailed} when Klaviyo cannot be reached, throttles, or refuses the key.
   *
   * @example
   * const profile = await profiles.resolveProfile({ email: 'ana@kelpwood.co' });
   * profile?.properties['Favourite colour'];
   */
  readonly resolveProfile: (query: ProfileQuery) => Promise<KlaviyoProfile | undefined>;
  /**
   * Answers the front end, which may not have the API key: a POST of `{ "email": … }`, or of any other
   * {@link ProfileQuery}, or of `{}` for whom the visitor's own `__kla_id` cookie points to, is answered
   * `{ "profile": { … } }`, or `{ "profile": null }`. Only fields that `authorize` names are in it.
   *
   * Cross-origin requests and their preflights are the host's: this sets no CORS header.
   */
  readonly handler: (options: ProfileHandlerOptions) => (request: Request) => Promise<Response>;
}

/**
 * Looks profiles up in Klaviyo, within its limits. Make one for a process: what it remembers is its own.
 *
 * @param clock when answers are forgotten, and limits renewed. Default: the system's.
 * @throws {InvalidSettings} naming every setting that is wrong, and no value.
 *
 * @example
 * const profiles = klaviyoProfiles({ apiKey });
 */
export function klaviyoProfiles(
  settings: KlaviyoProfilesSettings,
  clock: Clock = systemClock,
): KlaviyoProfiles {
  const parsed = parseSettings('klaviyoProfiles', ProfilesSettings, settings);
  const { rememberMost, rememberMs } = parsed;
  const remembered = new Remembered<KlaviyoProfile | undefined>(rememberMost, rememberMs, clock);
  const lookUp = createLookUp(parsed, clock);

  const resolveProfile = async (query: ProfileQuery): Promise<KlaviyoProfile | undefined> => {
    const parsed = parseQuery(query);
    return remembered.of(JSON.stringify(parsed), () => lookUp(parsed));
  };
  return {
    resolveProfile,
    handler: (options) => profileHandler(resolveProfile, options, clock),
  };
}
