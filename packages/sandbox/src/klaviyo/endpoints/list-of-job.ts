import type { Account } from '../account/account.ts';
import type { List } from '../account/lists.ts';
import { refuseIfAny } from '../protocol/parse.ts';
import { invalid } from '../protocol/problems.ts';

/** The list that a subscription job names, if it names one. */
export function listOf(account: Account, id: string | undefined): List | undefined {
  if (id === undefined) return undefined;
  const list = account.lists.get(id);
  if (!list) {
    const detail = `A list with id ${id} does not exist.`;
    refuseIfAny([invalid('/data/relationships/list/data/id', detail)]);
  }
  return list;
}
