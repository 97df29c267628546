import { z } from 'zod';
import type { Answer } from '../../http/index.ts';
import type { Hook, HookInput, HookRegistry } from '../webhooks/hook-registry.ts';
import { isDestination } from '../webhooks/destination.ts';
import { isScope } from '../webhooks/scopes.ts';
import { problem, v3One } from './answers.ts';
import { v3Page } from './paging.ts';
import type { Call, Endpoints } from './router.ts';

const text = z.string('error.path.missing');
const scope = text.refine(isScope, 'This scope does not exist.');
const destination = text.refine(
  isDestination,
  'The destination must be an https address on port 443.',
);

const changes = z.object({
  scope: scope.optional(),
  destination: destination.optional(),
  headers: z
    .record(z.string().max(64), z.string().max(8 * 1_024))
    .nullable()
    .optional(),
  is_active: z.boolean().optional(),
});

const creation = changes.extend({ scope, destination });

/** Per store, client and scope. Source: BigCommerce, Webhooks overview, "Limits". */
const MAX_PER_SCOPE = 10;

/**
 * Webhooks V3. A hook works at once; the vendor's may take up to a minute.
 *
 * Source: BigCommerce, REST Management, Webhooks V3.
 */
export function hookEndpoints(hooks: HookRegistry): Endpoints {
  const existing = (call: Call, answer: (hook: Hook) => Answer): Answer => {
    const [id = 0] = call.ids;
    const hook = hooks.get(id);
    return hook ? answer(hook) : problem('v3', 404, `Webhook with id [${id}] not found`);
  };

  return {
    'GET /v3/hooks': (call) => v3Page(call, filtered(hooks.all, call.query), (hook) => hook),
    'POST /v3/hooks': (call) =>
      read(creation, call, ({ headers = null, is_active = true, scope, destination }) => {
        const input = { scope, destination, headers, is_active };
        return conflict(hooks.all, input) ?? v3One(hooks.create(input));
      }),
    'GET /v3/hooks/{id}': (call) => existing(call, v3One),
    'PUT /v3/hooks/{id}': (call) =>
      existing(call, (hook) =>
        read(changes, call, (given) => {
          const input = withoutAbsent(given);
          const others = hooks.all.filter((other) => other.id !== hook.id);
          return conflict(others, { ...hook, ...input }) ?? v3One(hooks.update(hook, input));
        }),
      ),
    'DELETE /v3/hooks/{id}': (call) =>
      existing(call, (hook) => {
        hooks.delete(hook.id);
        return v3One(hook);
      }),
    'GET /v3/hooks/admin': ({ query }) => {
      const withStatus = (hook: Hook) => ({ ...hook, status: hooks.status(hook) });
      const hooks_list = filtered(hooks.all, query).map(withStatus);
      return v3One({ emails: [], hooks_list, blocked_domains: [] });
    },
  };
}

function filtered(hooks: readonly Hook[], query: URLSearchParams): Hook[] {
  const is = (name: 'scope' | 'destination' | 'is_active', hook: Hook) =>
    !query.has(name) || String(hook[name]) === query.get(name);
  return hooks.filter(
    (hook) => is('scope', hook) && is('destination', hook) && is('is_active', hook),
  );
}

function conflict(others: readonly Hook[], { scope, destination }: HookInput): Answer | undefined {
  const same = others.filter((hook) => hook.scope === scope);
  if (same.some((hook) => hook.destination === destination)) {
    return problem('v3', 422, 'A webhook with this scope and destination already exists.');
  }
  if (same.length < MAX_PER_SCOPE) return undefined;
  return problem('v3', 422, `A scope cannot have more than ${MAX_PER_SCOPE} webhooks.`);
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
