import { unixSeconds } from '../dates.ts';
import { counter } from '../ids.ts';
import { hears } from './scopes.ts';

/** A webhook subscription as `/v3/hooks` answers it. */
export interface Hook {
  readonly id: number;
  readonly client_id: string;
  readonly store_hash: string;
  readonly scope: string;
  readonly destination: string;
  /** Sent with every webhook. */
  readonly headers: Readonly<Record<string, string>> | null;
  readonly is_active: boolean;
  readonly created_at: number;
  readonly updated_at: number;
}

/** What a client says of a hook. */
export type HookInput = Pick<Hook, 'scope' | 'destination' | 'headers' | 'is_active'>;

const FIRST_HOOK_ID = 18048287;

/** A hook that was sent nothing for so long is deactivated. Source: BigCommerce, Webhooks V3, `is_active`. */
const IDLE_MS = 90 * 24 * 60 * 60_000;

/** The hooks of every API account of the store. */
export class HookRegistry {
  readonly #hooks = new Map<number, Hook>();
  readonly #deactivated = new Set<number>();
  /** When each hook was made, changed or sent something. */
  readonly #activeAt = new Map<number, number>();
  readonly #nextId = counter(FIRST_HOOK_ID);
  readonly #storeHash: string;
  readonly #now: () => number;

  /** Told of each hook that is deactivated for want of activity. */
  readonly #onRetired: (hook: Hook) => void;

  constructor(storeHash: string, now: () => number, onRetired: (hook: Hook) => void) {
    this.#storeHash = storeHash;
    this.#now = now;
    this.#onRetired = onRetired;
  }

  get all(): readonly Hook[] {
    this.#retireIdle();
    return [...this.#hooks.values()];
  }

  /** What one client sees: a hook is visible to the client that made it only. */
  of(clientId: string): readonly Hook[] {
    return this.all.filter((hook) => hook.client_id === clientId);
  }

  get(id: number): Hook | undefined {
    this.#retireIdle();
    return this.#hooks.get(id);
  }

  create(clientId: string, input: HookInput): Hook {
    const now = unixSeconds(this.#now());
    return this.#put({
      id: this.#nextId(),
      client_id: clientId,
      store_hash: this.#storeHash,
      ...input,
      created_at: now,
      updated_at: now,
    });
  }

  update(hook: Hook, input: Partial<HookInput>): Hook {
    if (input.is_active !== undefined) this.#deactivated.delete(hook.id);
    return this.#put({ ...hook, ...input, updated_at: unixSeconds(this.#now()) });
  }

  delete(id: number): void {
    this.#hooks.delete(id);
    this.#activeAt.delete(id);
  }

  /** A webhook was sent to it. */
  touch(id: number): void {
    if (this.#hooks.has(id)) this.#activeAt.set(id, this.#now());
  }

  /** The store's own doing, when a hook's destination failed too often. */
  deactivate(id: number): void {
    const hook = this.#hooks.get(id);
    if (!hook?.is_active) return;
    this.update(hook, { is_active: false });
    this.#deactivated.add(id);
  }

  /** As `GET /v3/hooks/admin` says it: `inactive` by the client's wish, `deactivated` by the store's. */
  status(hook: Hook): 'active' | 'inactive' | 'deactivated' {
    if (hook.is_active) return 'active';
    return this.#deactivated.has(hook.id) ? 'deactivated' : 'inactive';
  }

  listeningTo(scope: string): readonly Hook[] {
    return this.all.filter((hook) => hook.is_active && hears(hook.scope, scope));
  }

  /** Looked at when a hook is, which is as good as a timer that rings after 90 days. */
  #retireIdle(): void {
    const since = this.#now() - IDLE_MS;
    for (const hook of this.#hooks.values()) {
      if (!hook.is_active || (this.#activeAt.get(hook.id) ?? 0) > since) continue;
      this.deactivate(hook.id);
      this.#onRetired(hook);
    }
  }

  #put(hook: Hook): Hook {
    this.#hooks.set(hook.id, hook);
    this.#activeAt.set(hook.id, this.#now());
    return hook;
  }
}
