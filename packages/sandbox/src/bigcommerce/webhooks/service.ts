import { randomUUID } from 'node:crypto';
import type { Accounts } from '../api/accounts.ts';
import type { BigCommerceSandboxOptions } from '../public.ts';
import type { StoreProfile } from '../store-profile.ts';
import { Blocklist } from './blocklist.ts';
import { DeliveryLog } from './delivery-log.ts';
import { Dispatcher } from './dispatcher.ts';
import { type Emit, events } from './events.ts';
import { HookRegistry } from './hook-registry.ts';
import { RETRY_DELAYS_MS } from './schedule.ts';
import { signer } from './sign.ts';
import { realTimer } from './timer.ts';
import { Trouble } from './trouble.ts';
import { Weather } from './weather.ts';

/** Everything between an event of the store and the hooks that hear of it. */
export interface WebhookService {
  readonly hooks: HookRegistry;
  readonly log: DeliveryLog;
  readonly dispatcher: Dispatcher;
  readonly emit: Emit;
  readonly trouble: Trouble;
  readonly blocklist: Blocklist | undefined;
  readonly weather: Weather;
}

export function webhookService(
  options: BigCommerceSandboxOptions,
  store: StoreProfile,
  accounts: Accounts,
  now: () => number,
): WebhookService {
  const { webhookDelaysMs, webhookBlocklist = webhookDelaysMs === undefined } = options;
  const hooks = new HookRegistry(store.hash, now, (hook) => trouble.deactivated(hook));
  const emit = events({
    store,
    hooks,
    now,
    newId: randomUUID,
    send: (webhook) => dispatcher.send(webhook),
  });
  const trouble = new Trouble({ hooks, emit, now });
  const log = new DeliveryLog();
  const blocklist = webhookBlocklist ? new Blocklist(now) : undefined;
  const weather = new Weather();
  const dispatcher = new Dispatcher({
    hooks,
    log,
    trouble,
    weather,
    blocklist,
    sign: signer((clientId) => accounts.secretOf(clientId)),
    timer: options.timer ?? realTimer,
    now,
    delaysMs: webhookDelaysMs ?? RETRY_DELAYS_MS,
    timeoutMs: options.webhookTimeoutMs ?? 10_000,
  });
  return { hooks, log, dispatcher, emit, trouble, blocklist, weather };
}
