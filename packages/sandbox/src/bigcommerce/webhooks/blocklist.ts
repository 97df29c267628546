import { unixSeconds } from '../dates.ts';
import type { Hook } from './hook-registry.ts';

/** A domain that gets no webhooks for a while, as `GET /v3/hooks/admin` says it. */
export interface BlockedDomain {
  readonly destination: string;
  /** In seconds. */
  readonly time_left: number;
  readonly reasons: readonly {
    readonly failure_description: string;
    readonly count: number;
    /** Of the last of them, in seconds since 1970. */
    readonly timestamp: number;
  }[];
}

interface Attempt {
  readonly at: number;
  /** Why it failed; `undefined` when it did not. */
  readonly failure: string | undefined;
}

interface Domain {
  readonly clientId: string;
  readonly destination: string;
  attempts: Attempt[];
  failures: number;
  block: { until: number; reasons: BlockedDomain['reasons'] } | undefined;
}

const WINDOW_MS = 2 * 60_000;
const BLOCK_MS = 3 * 60_000;
const LEAST_ATTEMPTS = 100;
const LEAST_RATIO = 0.9;

/**
 * The domains that fail too often, for each client by itself: fewer than 90 % successes among the attempts of the last
 * two minutes, once there are a hundred of them, and the domain gets nothing for three minutes. All addresses of a domain
 * share its lot. Here a port is a part of the domain: on one machine each stands for a server of its own.
 *
 * Source: BigCommerce, Webhooks overview, "Callback retry mechanism".
 */
export class Blocklist {
  readonly #domains = new Map<string, Domain>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  isBlocked(hook: Hook): boolean {
    return this.#isBlocked(this.#domainOf(hook));
  }

  /** Notes an attempt; whether the domain is blocked because of it. */
  note(hook: Hook, failure: string | undefined): boolean {
    const domain = this.#domainOf(hook);
    const at = this.#now();
    domain.attempts.push({ at, failure });
    if (failure !== undefined) domain.failures += 1;
    this.#slide(domain, at - WINDOW_MS);
    const { length } = domain.attempts;
    if (length < LEAST_ATTEMPTS || (length - domain.failures) / length >= LEAST_RATIO) return false;
    if (this.#isBlocked(domain)) return false;
    domain.block = { until: at + BLOCK_MS, reasons: reasons(domain.attempts) };
    return true;
  }

  blocked(clientId: string): readonly BlockedDomain[] {
    return [...this.#domains.values()].flatMap((domain) => {
      const { destination, block } = domain;
      if (domain.clientId !== clientId || !block || !this.#isBlocked(domain)) return [];
      const time_left = Math.ceil((block.until - this.#now()) / 1_000);
      return [{ destination, time_left, reasons: block.reasons }];
    });
  }

  #isBlocked({ block }: Domain): boolean {
    return block !== undefined && this.#now() < block.until;
  }

  /** Drops what is older than the window: a block outlasts it, so after one the count begins anew. */
  #slide(domain: Domain, since: number): void {
    const first = domain.attempts.findIndex(({ at }) => at > since);
    if (first < 1) return;
    const old = domain.attempts.slice(0, first);
    domain.attempts = domain.attempts.slice(first);
    domain.failures -= old.filter(({ failure }) => failure !== undefined).length;
  }

  #domainOf({ client_id, destination }: Hook): Domain {
    const { origin } = new URL(destination);
    const key = `${client_id} ${origin}`;
    const found = this.#domains.get(key);
    if (found) return found;
    const made = {
      clientId: client_id,
      destination: origin,
      attempts: [],
      failures: 0,
      block: undefined,
    };
    this.#domains.set(key, made);
    return made;
  }
}

function reasons(attempts: readonly Attempt[]): BlockedDomain['reasons'] {
  const found = new Map<string, BlockedDomain['reasons'][number]>();
  for (const { at, failure } of attempts) {
    if (failure === undefined) continue;
    const count = (found.get(failure)?.count ?? 0) + 1;
    const timestamp = unixSeconds(at);
    found.set(failure, { failure_description: failure, count, timestamp });
  }
  return [...found.values()];
}
