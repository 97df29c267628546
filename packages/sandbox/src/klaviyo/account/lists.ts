import type { Ids } from './ids.ts';
import type { StoredProfile } from './profile.ts';

export type OptInProcess = 'double_opt_in' | 'single_opt_in';

export interface List {
  readonly id: string;
  readonly name: string;
  readonly opt_in_process: OptInProcess;
  readonly created: string;
  readonly updated: string;
}

export class Lists {
  readonly #ids: Ids;
  readonly #byId = new Map<string, List>();

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  all(): readonly List[] {
    return [...this.#byId.values()];
  }

  get(id: string): List | undefined {
    return this.#byId.get(id);
  }

  create(name: string, optInProcess: OptInProcess, at: string): List {
    const list = {
      id: this.#ids.list(),
      name,
      opt_in_process: optInProcess,
      created: at,
      updated: at,
    };
    this.#byId.set(list.id, list);
    return list;
  }
}

/** A profile knows its lists: they are few, while a list's profiles are many. */
export function join(list: List, profile: StoredProfile): void {
  if (!profile.lists.includes(list.id)) profile.lists.push(list.id);
}

export function leave(list: List, profile: StoredProfile): void {
  profile.lists = profile.lists.filter((id) => id !== list.id);
}
