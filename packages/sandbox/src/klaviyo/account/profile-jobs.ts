import type { Problem } from '../protocol/refusal.ts';

/** What is kept of a bulk import of profiles. */
export interface ProfileJob {
  readonly id: string;
  readonly total: number;
  readonly errors: readonly (Problem & { readonly original_payload: unknown })[];
  readonly created: string;
}

/** The bulk imports. Each is done when it is answered, as everything is here. */
export class ProfileJobs {
  readonly #byId = new Map<string, ProfileJob>();

  get(id: string): ProfileJob | undefined {
    return this.#byId.get(id);
  }

  add(id: string, total: number, errors: ProfileJob['errors'], created: string): ProfileJob {
    const job = { id, total, errors, created };
    this.#byId.set(id, job);
    return job;
  }
}
