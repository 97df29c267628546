import { type Fault, type RecordedRequest, type Refusal, startServer } from '../http/index.ts';
import { Account, type AccountFacts, type Discarded } from './account/account.ts';
import type { KlaviyoEvent } from './account/events.ts';
import type { KlaviyoProfile } from './account/profile.ts';
import { problemOf } from './protocol/problems.ts';
import { loadPublished } from './protocol/published.ts';
import { refusal } from './protocol/refusal.ts';
import { LIMITS } from './rules/limits.ts';
import { RateLimits, serve, type Service, throttled } from './serve.ts';

export interface KlaviyoSandboxOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** The private key that requests must bring: `pk_sandbox` when absent. */
  readonly apiKey?: string;
  /**
   * The newest API revision it knows, `2026-07-15` when absent. A newer one in a request is a 400, one that is two
   * years older a 410. Those between are judged by the rules of 2026-07-15.
   */
  readonly revision?: string;
  /** The clock in ms, `Date.now` when absent: for rate windows, for events without a time, and for limits on time. */
  readonly now?: () => number;
  /** Klaviyo's rate limits; on unless `false`. */
  readonly rateLimits?: boolean;
  /** What the key may do, as in `events:write`; everything when absent. Without a scope, its endpoints answer 403. */
  readonly scopes?: readonly string[];
  /** What the account is: its time zone, its currency, and so on. A test account in UTC with US dollars when absent. */
  readonly account?: Partial<AccountFacts>;
  /**
   * A directory with `klaviyo/request-schemas.json`: the schemas of request bodies that Klaviyo publishes, by
   * "METHOD /path", without references. What the sandbox takes and they refuse, or do not name, is then answered 400
   * all the same. Default: the environment variable `MILLRACE_VENDOR`, if it is set; `false`: none.
   */
  readonly publishedSchemas?: string | false;
}

/** A local Klaviyo account, behind HTTP. */
export interface KlaviyoSandbox {
  /** As in `http://127.0.0.1:4010`; what to put in the place of `https://a.klaviyo.com`. */
  readonly url: string;
  readonly apiKey: string;
  readonly profiles: readonly KlaviyoProfile[];
  /** The stored events, in the order they came. */
  readonly events: readonly KlaviyoEvent[];
  /** How many events were absorbed because the account had the same profile, metric and unique_id. */
  readonly duplicates: number;
  /** What was answered 202 and thrown away without a word, as Klaviyo does. */
  readonly discarded: readonly Discarded[];
  /** The last 1,000 requests, oldest first, with the newest 64 MiB of their bodies. */
  readonly requests: readonly RecordedRequest[];
  /** The next `times` requests (1 when absent) that match meet this fault. `Infinity`: until `recover()`. */
  fail(fault: Fault, times?: number): void;
  /** Clears all faults. */
  recover(): void;
  /** Empties the account, the counters, the request log and the rate windows. Faults stay. */
  reset(): void;
  /** Cuts every connection and stops. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts a server on 127.0.0.1 that judges, stores and answers as Klaviyo does.
 *
 * @example
 * const sandbox = await klaviyoSandbox();
 * sandbox.fail({ kind: 'throttle', retryAfter: 2 });
 * // … send to sandbox.url …
 * sandbox.events; // what Klaviyo would have now
 * await sandbox.close();
 */
export async function klaviyoSandbox(options: KlaviyoSandboxOptions = {}): Promise<KlaviyoSandbox> {
  const { apiKey = 'pk_sandbox', revision = '2026-07-15', rateLimits = true } = options;
  const { publishedSchemas = process.env['MILLRACE_VENDOR'] } = options;
  const published = publishedSchemas ? await loadPublished(publishedSchemas) : undefined;
  const account = new Account(options.account);
  const limits = rateLimits ? new RateLimits() : undefined;
  const service: Service = {
    account,
    apiKey,
    revision,
    scopes: options.scopes,
    limits,
    published,
    origin: () => server.url,
  };
  const server = await startServer({
    port: options.port,
    now: options.now,
    maxBodyBytes: LIMITS.bodyBytes,
    handle: (request) => serve(service, request),
    refuse,
  });
  return {
    url: server.url,
    apiKey,
    get profiles() {
      return account.profiles.all();
    },
    get events() {
      return account.events.all;
    },
    get duplicates() {
      return account.duplicates;
    },
    get discarded() {
      return account.discarded;
    },
    get requests() {
      return server.requests;
    },
    fail: (fault, times) => server.fail(fault, times),
    recover: () => server.recover(),
    reset() {
      account.reset();
      limits?.reset();
      server.forget();
    },
    close: () => server.close(),
  };
}

const refuse: Refusal = (status, retryAfter) =>
  status === 429 ? throttled(retryAfter ?? 1) : refusal([problemOf(status)]);
