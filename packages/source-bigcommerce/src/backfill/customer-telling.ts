import type { Customer } from '../customer/schema.ts';
import { tellCustomers } from '../customer/tell.ts';
import { customerKey } from '../memory/keys.ts';
import type { Subject } from '../subject.ts';
import type { Told } from './page.ts';
import type { Prepared } from './under-locks.ts';

/** What `tellCustomers` tells, customer by customer. */
export async function splitTelling(
  customers: readonly Customer[],
  { shop, names }: Prepared,
  signal: AbortSignal,
): Promise<readonly Told[]> {
  const { drafts, changes } = await tellCustomers(customers, shop, names, signal);
  return customers.map(({ id }) => {
    const subject: Subject = { kind: 'customer', id };
    return {
      subject,
      drafts: drafts.filter(({ userId }) => userId === id),
      changes: changes.filter(({ key }) => key === customerKey(id)),
    };
  });
}
