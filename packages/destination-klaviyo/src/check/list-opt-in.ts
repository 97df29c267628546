import * as z from 'zod';
import type { Ask } from './ask.ts';
import type { KlaviyoFinding } from './finding.ts';

/** The settings that say who joins which list, and how. */
export interface ListSettings {
  readonly listId?: string | undefined;
  readonly confirmOptin: boolean;
}

/** Klaviyo: Lists API, Get List. */
const List = z.object({
  data: z.object({
    attributes: z.object({
      name: z.string().optional().catch(undefined),
      opt_in_process: z.enum(['double_opt_in', 'single_opt_in']),
    }),
  }),
});

/** Whether people confirm is decided by the list, not by a call: the list has to be what `confirmOptin` expects. */
export async function listOptIn(
  ask: Ask,
  { listId, confirmOptin }: ListSettings,
): Promise<readonly KlaviyoFinding[]> {
  if (listId === undefined) return [];
  const reply = await ask(`/api/lists/${encodeURIComponent(listId)}`);
  if (reply.status === 'failed') return [reply.finding];
  if (reply.status === 'unknown') {
    return [
      {
        level: 'error',
        kind: 'list_unknown',
        reason: `The account has no list with the id of the setting listId, "${listId}"`,
        remedy: 'Take the id from the address of the list in Klaviyo, or make the list.',
      },
    ];
  }
  const list = List.safeParse(reply.body).data?.data.attributes;
  if (list === undefined) return [];
  const isDouble = list.opt_in_process === 'double_opt_in';
  if (isDouble === confirmOptin) return [];
  const name = list.name ?? listId;
  const disagreement = confirmOptin
    ? {
        reason: `confirmOptin is on, but the list "${name}" has single opt-in: nobody will be asked to confirm`,
        remedy: 'Set the list to double opt-in in Klaviyo, or confirmOptin to false.',
      }
    : {
        reason: `confirmOptin is off, but the list "${name}" has double opt-in: people are subscribed without being asked to confirm`,
        remedy: 'Set the list to single opt-in in Klaviyo, or confirmOptin to true.',
      };
  return [{ level: 'warning', kind: 'list_opt_in', ...disagreement }];
}
