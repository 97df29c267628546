import type { Api, Call } from '../api/api.ts';
import { readOne } from '../api/read.ts';
import { examine, type HooksReport, type Remedy } from './examine.ts';
import { Admin } from './hook.ts';
import type { SharedHeader, Webhooks } from './settings.ts';

/** Puts the webhooks of an API account in order. All calls throw an ApiError. */
export class HooksDoctor {
  readonly #api: Api;
  readonly #webhooks: Webhooks;
  readonly #shared: SharedHeader | undefined;

  constructor(api: Api, webhooks: Webhooks, shared: SharedHeader | undefined) {
    this.#api = api;
    this.#webhooks = webhooks;
    this.#shared = shared;
  }

  async examine(call: Call): Promise<HooksReport> {
    const admin = await readOne(this.#api, '/v3/hooks/admin', Admin, call);
    return examine(admin, this.#webhooks, this.#shared);
  }

  /** Makes what is missing, switches on what is off. What is in order is not touched. */
  async repair(call: Call): Promise<readonly Remedy[]> {
    const { remedies } = await this.examine(call);
    for (const remedy of remedies) await this.#apply(remedy, call);
    return remedies;
  }

  /** Removes the webhooks of this destination, and no others. */
  async remove(call: Call): Promise<number> {
    const { destination, exceptionsTo } = this.#webhooks;
    const { hooks } = await this.examine(call);
    const ours = hooks.filter((hook) => [destination, exceptionsTo].includes(hook.destination));
    for (const { id } of ours) {
      await this.#api.send('DELETE', `/v3/hooks/${id}`, undefined, call);
    }
    return ours.length;
  }

  /** Whom BigCommerce writes to when it gives a webhook up. Replaces those who are set. */
  async notify(emails: readonly string[], call: Call): Promise<void> {
    await this.#api.send('PUT', '/v3/hooks/admin', { emails }, call);
  }

  async #apply({ action, scope, destination, hookId }: Remedy, call: Call): Promise<void> {
    const shared = this.#shared;
    const headers = shared === undefined ? {} : { headers: { [shared.name]: shared.value } };
    if (action === 'create') {
      const hook = { scope, destination, is_active: true, ...headers };
      await this.#api.send('POST', '/v3/hooks', hook, call);
      return;
    }
    const change = action === 'reactivate' ? { is_active: true } : headers;
    await this.#api.send('PUT', `/v3/hooks/${hookId}`, change, call);
  }
}
