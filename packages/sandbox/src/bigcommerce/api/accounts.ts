import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Another access token of the store. */
export interface AccessToken {
  readonly token: string;
  /** OAuth scopes, such as `store_v2_orders_read_only`. Every scope there is when absent. */
  readonly scopes?: readonly string[] | undefined;
  /** The API account it belongs to: hooks are visible to their own account only. The sandbox's own when absent. */
  readonly clientId?: string | undefined;
  /** Signs the webhooks of that account's hooks. The sandbox's own when absent. */
  readonly clientSecret?: string | undefined;
}

export const OWN_CLIENT_ID = 'sandboxclient';

/** Whoever a request comes from. */
export interface Account {
  readonly clientId: string;
  /** Whether it has one of these scopes. */
  has(scopes: readonly string[]): boolean;
}

/** The API accounts of the store: who may call, and what. */
export class Accounts {
  readonly #tokens: readonly { token: Buffer; account: Account }[];
  readonly #secrets = new Map<string, string>();
  readonly #secret: string;

  constructor(own: AccessToken & { clientSecret: string }, others: readonly AccessToken[]) {
    this.#secret = own.clientSecret;
    this.#tokens = [own, ...others].map(({ token, scopes, clientId = OWN_CLIENT_ID }) => {
      const granted = scopes && new Set(scopes);
      const has = (wanted: readonly string[]) =>
        granted === undefined || wanted.some((scope) => granted.has(scope));
      return { token: Buffer.from(token), account: { clientId, has } };
    });
    for (const { clientId, clientSecret } of others) {
      if (clientId !== undefined && clientSecret !== undefined) {
        this.#secrets.set(clientId, clientSecret);
      }
    }
  }

  /** `undefined`: the token is not known. */
  of(headers: IncomingHttpHeaders): Account | undefined {
    const given = Buffer.from(String(headers['x-auth-token'] ?? ''));
    return this.#tokens.find(({ token }) => same(given, token))?.account;
  }

  secretOf(clientId: string): string {
    return this.#secrets.get(clientId) ?? this.#secret;
  }
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
