import type { Emit } from './events.ts';
import type { Hook, HookRegistry } from './hook-registry.ts';

/** Why a webhook did not arrive. Source: BigCommerce, Webhook Events, "Delivery exception hooks". */
export const TROUBLE = { willRetry: 90001, exhausted: 90002, blocked: 90003 } as const;

/** The scope of the hook that hears of the trouble of others. */
export const EXCEPTION_SCOPE = 'store/hook/deliveryException';

/** What the store writes to a client's e-mail addresses: a domain is blocked, or a hook deactivated. */
export interface WebhookMail {
  /** As set by `PUT /v3/hooks/admin`; nobody when none are. */
  readonly to: readonly string[];
  readonly about: 'blocked domain' | 'deactivated hook';
  readonly clientId: string;
  readonly hookId: number;
  readonly destination: string;
  readonly at: number;
}

export interface TroubleOptions {
  readonly hooks: HookRegistry;
  readonly emit: Emit;
  readonly now: () => number;
}

const MAILS_KEPT = 1_000;
const ONCE_IN_MS = 10 * 60_000;

/**
 * Tells a client that its webhooks do not arrive: by its delivery exception hook, and by e-mail. That a webhook will be
 * tried again is told once in ten minutes for each destination; that a domain is blocked, which the documents set no
 * limit to, once for each time it is. Of trouble with the exception hook itself nothing is told.
 */
export class Trouble {
  readonly #options: TroubleOptions;
  readonly #emails = new Map<string, readonly string[]>();
  readonly #toldAt = new Map<string, number>();
  #mails: WebhookMail[] = [];

  constructor(options: TroubleOptions) {
    this.#options = options;
  }

  get mails(): readonly WebhookMail[] {
    return this.#mails;
  }

  emails(clientId: string): readonly string[] {
    return this.#emails.get(clientId) ?? [];
  }

  setEmails(clientId: string, emails: readonly string[]): void {
    this.#emails.set(clientId, emails);
  }

  willRetry(hook: Hook, reason: string): void {
    const key = `${hook.client_id} ${hook.destination}`;
    const now = this.#options.now();
    const before = this.#toldAt.get(key);
    if (before !== undefined && now - before < ONCE_IN_MS) return;
    this.#toldAt.set(key, now);
    this.#tell(hook, TROUBLE.willRetry, `${reason}, will retry`);
  }

  exhausted(hook: Hook, reason: string): void {
    this.#tell(hook, TROUBLE.exhausted, `${reason}, all attempts are exhausted`);
    this.deactivated(hook);
  }

  blocked(hook: Hook): void {
    this.#tell(hook, TROUBLE.blocked, `The domain of ${hook.destination} is temporarily blocked`);
    this.#mail('blocked domain', hook);
  }

  deactivated(hook: Hook): void {
    this.#mail('deactivated hook', hook);
  }

  #tell({ id, scope, client_id }: Hook, error_code: number, message: string): void {
    if (scope === EXCEPTION_SCOPE) return;
    const data = { type: 'webhook', id, error_code, message };
    this.#options.emit(EXCEPTION_SCOPE, data, undefined, client_id);
  }

  #mail(about: WebhookMail['about'], { id, client_id, destination }: Hook): void {
    const at = this.#options.now();
    const to = this.emails(client_id);
    const mail = { to, about, clientId: client_id, hookId: id, destination, at };
    this.#mails = [...this.#mails, mail].slice(-MAILS_KEPT);
  }
}
