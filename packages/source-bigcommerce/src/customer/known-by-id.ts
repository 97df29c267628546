import type { Draft, SourceContext } from '@millrace/core';
import type { AccountEmail, EmailOfAccount } from './account.ts';
import { currentEmail } from './memory.ts';

/**
 * What is told of a registered customer: the id says who it is, and no email but their account's may stand beside it. An
 * order keeps the email that they had, or names somebody else's, and a destination that hears it beside the id takes it for
 * theirs: it would make one profile of two people.
 *
 * Of a customer who was told of before, the customer itself says the email, in whatever order things are looked at: the
 * drafts say none. Of another one it is that of the account. Where that is not known, there is none, and no phone number,
 * which makes one profile of two people as well. Where the access token may not read customers, nobody can know it, and
 * the drafts say what the order says.
 *
 * @param customerId absent for a guest, of whom the email is all that is known.
 */
export async function knownById<D extends Draft>(
  drafts: readonly D[],
  customerId: string | undefined,
  context: Pick<SourceContext, 'recall'>,
  emailOf: EmailOfAccount,
): Promise<readonly D[]> {
  if (customerId === undefined || drafts.length === 0) return drafts;
  const isTold = (await currentEmail(context, customerId)) !== undefined;
  const account = isTold ? undefined : await emailOf(customerId);
  if (account?.is === 'refused') return drafts;
  return drafts.map((draft) => {
    const traits = traitsWith(account, draft.context?.traits ?? {});
    return { ...draft, context: { ...draft.context, traits } };
  });
}

type Traits = NonNullable<NonNullable<Draft['context']>['traits']>;

function traitsWith(account: AccountEmail | undefined, said: Traits): Traits {
  const { email: _, ...traits } = said;
  if (account === undefined) return traits;
  if (account.is === 'known') return { email: account.email, ...traits };
  const { phone: __, ...rest } = traits;
  return rest;
}
