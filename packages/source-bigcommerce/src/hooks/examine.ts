import type { Admin, Hook } from './hook.ts';
import { exceptionScope } from './scopes.ts';
import type { SharedHeader, Webhooks } from './settings.ts';

/** One thing that is to be done so that the webhooks are as they should be. */
export interface Remedy {
  readonly action: 'create' | 'reactivate' | 'set header';
  readonly scope: string;
  readonly destination: string;
  /** Absent for what is to be created. */
  readonly hookId?: number;
  /** For people: no secret is in it. */
  readonly why: string;
}

/** How the webhooks of an API account are. */
export interface HooksReport {
  /** All those of the account, without the values of their headers. */
  readonly hooks: readonly HookSummary[];
  /** What would put them in order. Empty: they are. */
  readonly remedies: readonly Remedy[];
  /** Domains that BigCommerce sends nothing to for a while, and for how long, in seconds. */
  readonly blocked: readonly {
    readonly destination: string;
    readonly secondsLeft: number;
    readonly why: string;
  }[];
  /** Who is written to when a webhook is given up. */
  readonly emails: readonly string[];
}

export interface HookSummary {
  readonly id: number;
  readonly scope: string;
  readonly destination: string;
  readonly status: 'active' | 'inactive' | 'deactivated';
}

/** Compares the webhooks that there are with those that there should be. */
export function examine(
  admin: Admin,
  webhooks: Webhooks,
  shared: SharedHeader | undefined,
): HooksReport {
  const { destination, scopes, exceptionsTo } = webhooks;
  const wanted = scopes.map((scope) => ({ scope, destination }));
  if (exceptionsTo !== undefined) wanted.push({ scope: exceptionScope, destination: exceptionsTo });
  return {
    hooks: admin.hooks_list.map(summary),
    remedies: wanted.flatMap((want) => remedies(want, admin.hooks_list, shared)),
    blocked: admin.blocked_domains.map(({ destination: to, time_left: secondsLeft, reasons }) => ({
      destination: to,
      secondsLeft,
      why: reasons.map((one) => `${one.failure_description} (${one.count})`).join(', '),
    })),
    emails: admin.emails,
  };
}

function remedies(
  want: { readonly scope: string; readonly destination: string },
  hooks: readonly Hook[],
  shared: SharedHeader | undefined,
): readonly Remedy[] {
  const there = hooks.find(
    (one) => one.scope === want.scope && one.destination === want.destination,
  );
  if (there === undefined) return [{ ...want, action: 'create', why: 'there is no such webhook' }];
  const found: Remedy[] = [];
  if (!there.is_active) {
    const why =
      there.status === 'deactivated'
        ? 'BigCommerce switched it off: it failed for two days, or said nothing for 90'
        : 'it is switched off';
    found.push({ ...want, action: 'reactivate', hookId: there.id, why });
  }
  if (shared !== undefined && valueOf(there, shared.name) !== shared.value) {
    const why = `it lacks the header ${shared.name}, or has another value in it`;
    found.push({ ...want, action: 'set header', hookId: there.id, why });
  }
  return found;
}

function valueOf({ headers }: Hook, name: string): string | undefined {
  const same = (other: string) => other.toLowerCase() === name.toLowerCase();
  return Object.entries(headers).find(([other]) => same(other))?.[1];
}

function summary({ id, scope, destination, is_active, status }: Hook): HookSummary {
  return { id, scope, destination, status: status ?? (is_active ? 'active' : 'inactive') };
}
