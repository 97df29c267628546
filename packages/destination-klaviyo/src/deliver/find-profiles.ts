import { type DestinationContext, DestinationUnavailable } from '@millrace/core';
import * as z from 'zod';
import type { Who } from '../map/consent/payload.ts';
import type { Api } from './api.ts';
import { refusal, errorsIn } from './errors.ts';

/** Their identifiers all stand in the address of the request, and proxies refuse long ones. */
const atOnce = 25;

const Found = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      attributes: z.object({
        email: z.string().nullish(),
        phone_number: z.string().nullish(),
        external_id: z.string().nullish(),
      }),
    }),
  ),
});

/** Tells whom an identifier names, as Klaviyo compares them: emails without regard to case. */
export const keyOf = (who: Who): string =>
  Object.entries(who)
    .map(
      ([kind, value]: [string, string]) =>
        `${kind} ${kind === 'email' ? value.toLowerCase() : value}`,
    )
    .join();

/**
 * Asks Klaviyo for the ids of profiles, by {@link keyOf}. Whoever it does not know is not among them.
 *
 * Klaviyo: Profiles API, Get Profiles
 *
 * @throws {DestinationUnavailable} also when its answer is not understood.
 */
export async function findProfiles(
  people: readonly Who[],
  api: Api,
  context: DestinationContext,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const kind of ['email', 'external_id', 'phone_number'] as const) {
    const values = people.flatMap((who) => Object.entries(who).filter(([name]) => name === kind));
    const wanted = [...new Set(values.map(([, value]) => value))];
    for (let first = 0; first < wanted.length; first += atOnce) {
      const found = await ask(kind, wanted.slice(first, first + atOnce), api, context);
      for (const { id, attributes } of found) {
        const value = attributes[kind];
        if (value) ids.set(keyOf({ [kind]: value } as unknown as Who), id);
      }
    }
  }
  return ids;
}

async function ask(
  kind: string,
  values: readonly string[],
  api: Api,
  context: DestinationContext,
): Promise<z.output<typeof Found>['data']> {
  // Whole: a bare "+" would be taken for a space.
  const filter = encodeURIComponent(`any(${kind},${JSON.stringify(values)})`);
  const answer = await api(`/api/profiles?filter=${filter}&page[size]=100`, undefined, context);
  if (!answer.ok) {
    const said = refusal(answer.status, errorsIn(answer.body)[0]);
    throw new DestinationUnavailable(`Klaviyo could not be asked for profiles: ${said}`);
  }
  const { success, data } = Found.safeParse(jsonOf(answer.body));
  if (success) return data.data;
  throw new DestinationUnavailable('Klaviyo’s answer to /api/profiles is not understood');
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
