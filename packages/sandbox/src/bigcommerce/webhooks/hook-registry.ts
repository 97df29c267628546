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

/** The hooks of the store's one API account. */
export class HookRegistry {
  readonly #hooks = new Map<number, Hook>();
  readonly #deactivated = new Set<number>();
  readonly #nextId = counter(FIRST_HOOK_ID);
  readonly #storeHash: string;
  readonly #now: () => number;

  constructor(storeHash: string, now: () => number) {
    this.#storeHash = storeHash;
    this.#now = now;
  }

  get all(): readonly Hook[] {
    return [...this.#hooks.values()];
  }

  get(id: number): Hook | undefined {
    return this.#hooks.get(id);
  }

  create(input: HookInput): Hook {
    const now = unixSeconds(this.#now());
    return this.#put({
      id: this.#nextId(),
      client_id: 'sandboxclient',
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
  }

  /** The store's own doing, when a hook's destination failed too often. */
  deactivate(id: number): void {
    const hook = this.#hooks.get(id);
    if (!hook) return;
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

  #put(hook: Hook): Hook {
    this.#hooks.set(hook.id, hook);
    return hook;
  }
}
