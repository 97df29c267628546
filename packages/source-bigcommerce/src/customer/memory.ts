import { createHash } from 'node:crypto';
import type { SourceContext } from '@millrace/core';
import * as z from 'zod';
import { customerKey } from '../memory/keys.ts';

/** What was told of a customer. */
export const CustomerLedger = z.object({
  /** Names what was told last: see {@link linkOf}. */
  link: z.string(),
  /** Of all that was told: what has the same is not told again. */
  hash: z.string(),
  /** The names of the traits that have a value, so that one which goes can be cleared. */
  traits: z.array(z.string()),
  email: z.string().optional(),
  /** Since when answers have been without them: ISO 8601, UTC. */
  missingSince: z.iso.datetime().optional().catch(undefined),
});
export type CustomerLedger = z.output<typeof CustomerLedger>;

export async function recallCustomer(
  context: Pick<SourceContext, 'recall'>,
  id: string,
): Promise<CustomerLedger | undefined> {
  return CustomerLedger.safeParse(await context.recall(customerKey(id))).data;
}

/**
 * The email of a registered customer, as it was last told. What an old order says may be what it was before.
 *
 * @returns `undefined` for a customer who was not told of yet.
 */
export async function currentEmail(
  context: Pick<SourceContext, 'recall'>,
  customerId: string,
): Promise<string | undefined> {
  return (await recallCustomer(context, customerId))?.email;
}

const short = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 20);

export const hashOf = (content: unknown): string => short(JSON.stringify(content));

/**
 * The name of a state that is told: by what it is and by what was told before it. What goes back to what it was has a
 * name of its own, and what is told again after a crash has the name it had.
 */
export const linkOf = (before: { readonly link: string } | undefined, content: string): string =>
  short(`${before?.link ?? ''} ${content}`);
