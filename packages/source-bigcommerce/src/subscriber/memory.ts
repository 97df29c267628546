import type { SourceContext } from '@millrace/core';
import * as z from 'zod';
import { subscriberKey } from '../memory/keys.ts';

/** A subscriber as it was last seen. */
export const Remembered = z.object({
  /** Names what was told last. */
  link: z.string(),
  /** Absent once the subscriber is deleted: what stays says only that it was. */
  email: z.string().optional(),
  optedIn: z.boolean(),
  /** The registered customer that had this email when the consent was told. */
  customerId: z.string().optional(),
  /** Since when answers have been without it: ISO 8601, UTC. */
  missingSince: z.iso.datetime().optional().catch(undefined),
});
export type Remembered = z.output<typeof Remembered>;

export async function recallSubscriber(
  context: Pick<SourceContext, 'recall'>,
  id: string,
): Promise<Remembered | undefined> {
  return Remembered.safeParse(await context.recall(subscriberKey(id))).data;
}
