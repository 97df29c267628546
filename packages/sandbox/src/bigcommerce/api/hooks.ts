import { z } from 'zod';
import type { Answer } from '../../http/index.ts';
import { isDestination } from '../webhooks/destination.ts';
import type { Hook, HookInput } from '../webhooks/hook-registry.ts';
import { isScope } from '../webhooks/scopes.ts';
import type { WebhookService } from '../webhooks/service.ts';
import { EXCEPTION_SCOPE } from '../webhooks/trouble.ts';
import { type Account, type Accounts, OWN_CLIENT_ID } from './accounts.ts';
import { problem, v3One } from './answers.ts';
import { forbidden } from './handler.ts';
import { neededForHook } from './oauth-scopes.ts';
import { v3Page } from './paging.ts';
import type { Call, Endpoint, Endpoints } from './router.ts';

const text = z.string('error.path.missing');
const scope = text.refine(isScope, 'This scope does not exist.');
/** Source: BigCommerce, Webhooks overview: at most 64 headers, names of 64 and values of 8,192 bytes. */
const headers = z.record(z.string().max(64), z.string().max(8 * 1_024));
const changes = z.object({
  scope: scope.optional(),
  destination: text.optional(),
  headers: headers
    .refine((given) => Object.keys(given).length <= 64, 'There are more than 64 headers.')
    .nullable()
    .optional(),
  is_active: z.boolean().optional(),
});
const admin = z.object({ emails: z.array(z.email()) });

/** Per store, client and scope. Source: BigCommerce, Webhooks overview, "Platform limits". */
const MAX_PER_SCOPE = 10;

/**
 * Webhooks V3. Each client sees the hooks it made, and no others; a hook works at once, where the vendor's may take up to
 * a minute. A conflict is a 422: the documents have no status for it.
 *
 * Source: BigCommerce, REST Management, Webhooks V3.
 */
export function hookEndpoints(
  { hooks, trouble, blocklist }: Pick<WebhookService, 'hooks' | 'trouble' | 'blocklist'>,
  accounts: Accounts,
  { loopback }: { readonly loopback: boolean },
): Endpoints {
  const to = text.refine(
    (destination) => isDestination(destination, loopback),
    'The destination must be an https address on port 443.',
  );
  const change = changes
    .extend({ destination: to.optional() })
    .refine((given) => Object.keys(given).length > 0, 'There is nothing to change.');
  const creation = changes.extend({ scope, destination: to });

  /** The front door let the request in, so it has an account. */
  const by = (answer: (call: Call, account: Account) => Answer): Endpoint => {
    const nobody: Account = { clientId: OWN_CLIENT_ID, has: () => false };
    return (call) => answer(call, accounts.of(call.request.headers) ?? nobody);
  };
  const existing = (answer: (hook: Hook, call: Call, account: Account) => Answer): Endpoint =>
    by((call, account) => {
      const [id = 0] = call.ids;
      const hook = hooks.of(account.clientId).find((each) => each.id === id);
      return hook
        ? answer(hook, call, account)
        : problem('v3', 404, `Webhook with id [${id}] not found`);
    });

  return {
    'GET /v3/hooks': by((call, { clientId }) =>
      v3Page(call, filtered(hooks.of(clientId), call.query), (hook) => hook),
    ),
    'POST /v3/hooks': by((call, account) =>
      read(creation, call, ({ headers = null, is_active = true, scope, destination }) => {
        const input = { scope, destination, headers, is_active };
        const refused = refuse(hooks.of(account.clientId), input, account);
        return refused ?? v3One(hooks.create(account.clientId, input));
      }),
    ),
    'GET /v3/hooks/{id}': existing(v3One),
    'PUT /v3/hooks/{id}': existing((hook, call, account) =>
      read(change, call, (given) => {
        const input = withoutAbsent(given);
        const others = hooks.of(account.clientId).filter((other) => other.id !== hook.id);
        const refused = refuse(others, { ...hook, ...input }, account);
        return refused ?? v3One(hooks.update(hook, input));
      }),
    ),
    'DELETE /v3/hooks/{id}': existing((hook) => {
      hooks.delete(hook.id);
      return v3One(hook);
    }),
    'GET /v3/hooks/admin': by(({ query }, { clientId }) => {
      const withStatus = (hook: Hook) => ({ ...hook, status: hooks.status(hook) });
      const hooks_list = filtered(hooks.of(clientId), query).map(withStatus);
      const blocked_domains = blocklist?.blocked(clientId) ?? [];
      return v3One({ emails: trouble.emails(clientId), hooks_list, blocked_domains });
    }),
    'PUT /v3/hooks/admin': by((call, { clientId }) =>
      read(admin, call, ({ emails }) => {
        trouble.setEmails(clientId, emails);
        return { status: 204 };
      }),
    ),
  };
}

function filtered(hooks: readonly Hook[], query: URLSearchParams): Hook[] {
  const is = (name: 'scope' | 'destination' | 'is_active', hook: Hook) =>
    !query.has(name) || String(hook[name]) === query.get(name);
  return hooks.filter(
    (hook) => is('scope', hook) && is('destination', hook) && is('is_active', hook),
  );
}

/** Why the client cannot have such a hook, beside the others it has. */
function refuse(others: readonly Hook[], input: HookInput, account: Account): Answer | undefined {
  const { scope, destination } = input;
  const needed = neededForHook(scope);
  if (needed && !account.has(needed)) return forbidden('v3');
  const same = others.filter((hook) => hook.scope === scope);
  const there = others.filter((hook) => hook.destination === destination);
  if (same.some((hook) => there.includes(hook))) {
    return problem('v3', 422, 'A webhook with this scope and destination already exists.');
  }
  const isException = scope === EXCEPTION_SCOPE;
  if (isException ? there.length > 0 : there.some((hook) => hook.scope === EXCEPTION_SCOPE)) {
    const title = 'The destination of delivery exceptions must differ from all others.';
    return problem('v3', 422, title);
  }
  const most = isException ? 1 : MAX_PER_SCOPE;
  if (same.length < most) return undefined;
  return problem('v3', 422, `A scope cannot have more than ${most} webhooks.`);
}

function read<T>(schema: z.ZodType<T>, { request }: Call, use: (input: T) => Answer): Answer {
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString('utf8'));
  } catch {
    return problem('v3', 400, 'Input is invalid.');
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return use(parsed.data);
  const errors = parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]);
  return problem('v3', 422, 'JSON data is missing or invalid', Object.fromEntries(errors));
}

/** A field that was not sent stays as it is. */
function withoutAbsent(given: z.infer<typeof changes>): Partial<HookInput> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
