import {
  type Clock,
  type Logger,
  MillraceError,
  parseSettings,
  silentLogger,
} from '@millrace/core';
import * as z from 'zod';
import { InvalidProfileQuery, ProfileLookUpFailed } from './errors.ts';
import { HandlerRefusal } from './handler-refusal.ts';
import type { KlaviyoProfile } from './klaviyo-profile.ts';
import type { ProfileQuery } from './profile-query.ts';
import { malformed, readQuery } from './read-query.ts';
import { type VisibleField, visible } from './visible.ts';

type Authorize = (
  request: Request,
  query: ProfileQuery,
) => readonly VisibleField[] | Promise<readonly VisibleField[]>;

/** What `handler()` takes. */
const Options = z.strictObject({
  /**
   * Says which fields of the profile that `query` asks for this request may see; none is a 403. It is asked before
   * Klaviyo is, each time. Know the visitor by something that you have checked yourself, such as a session. Who names
   * an email is not its owner; who brings an exchange id may have been forwarded a message. The body of `request` is
   * read already.
   */
  authorize: z.custom<Authorize>((value) => typeof value === 'function', {
    error: 'expected a function that says which fields a request may see',
  }),
  /** Told why a request could not be answered. Default: nobody is. */
  logger: z.custom<Logger>().default(silentLogger),
});
export type ProfileHandlerOptions = z.input<typeof Options>;

/** What somebody may see today, nobody else may find in a cache. */
const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Answers requests of the front end: see {@link KlaviyoProfiles.handler}. */
export function profileHandler(
  resolveProfile: (query: ProfileQuery) => Promise<KlaviyoProfile | undefined>,
  options: ProfileHandlerOptions,
  clock: Clock,
): (request: Request) => Promise<Response> {
  const { authorize, logger } = parseSettings('klaviyoProfiles handler', Options, options);

  async function answer(request: Request): Promise<Response> {
    const query = await readQuery(request);
    const fields = await authorize(request, query);
    if (fields.length === 0) {
      throw new HandlerRefusal(403, 'NOT_ALLOWED', 'This profile is not for you to see.');
    }
    const profile = await resolveProfile(query);
    const seen = profile === undefined ? null : visible(profile, fields);
    return Response.json({ profile: seen }, { headers });
  }

  /** The front end is told as little as will do; the log, why. */
  function refused(error: unknown): HandlerRefusal {
    if (error instanceof HandlerRefusal) return error;
    const code = MillraceError.isInstance(error) ? error.code : 'HANDLER_FAILED';
    const why = MillraceError.isInstance(error) ? error.message : 'it failed.';
    logger.warn({ code, error }, `A request for a Klaviyo profile was not answered: ${why}`);
    if (error instanceof InvalidProfileQuery) return malformed();
    if (!(error instanceof ProfileLookUpFailed)) {
      return new HandlerRefusal(500, 'HANDLER_FAILED', 'The profile could not be looked up.');
    }
    const seconds = Math.ceil(((error.retryAt ?? 0) - clock.now()) / 1_000);
    const again = seconds > 0 ? { 'retry-after': String(seconds) } : {};
    return new HandlerRefusal(503, code, 'The profile cannot be looked up now.', again);
  }

  return (request) =>
    answer(request).catch((error: unknown) => {
      const { status, code, message, headers: more } = refused(error);
      return Response.json({ error: code, message }, { status, headers: { ...headers, ...more } });
    });
}
