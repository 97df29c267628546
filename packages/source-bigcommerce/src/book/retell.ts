import type { Retelling, SourceContext, StateChange } from '@millrace/core';
import type { Lock } from '../lock.ts';
import type { Inbox } from '../memory/inbox.ts';
import { orderKey } from '../memory/keys.ts';
import { recallLedger, withoutFacts } from '../order/ledger.ts';
import { type Subject, subjectKey } from '../subject.ts';

export interface RetellContext {
  readonly storeHash: string;
  readonly context: Pick<SourceContext, 'recall'>;
  readonly inbox: Pick<Inbox, 'notice'>;
  /** Held while a subject is looked at, by whoever does. */
  readonly lock: Lock<string>;
  /** Is told of orders that are in the inbox now. */
  readonly add: (subject: Subject) => void;
}

/**
 * Forgets that facts were told, and has their orders looked at once more, in one commit for each order: so they are told
 * again, with the ids that they had.
 *
 * @returns the `messageId`s of those that are this store's.
 */
export async function retell(
  facts: readonly Pick<Retelling, 'messageId'>[],
  { storeHash, context, inbox, lock, add }: RetellContext,
): Promise<readonly string[]> {
  const found: string[] = [];
  const orders = new Map<string, string[]>();
  for (const { messageId } of facts) {
    const fact = factOf(messageId, storeHash);
    if (fact === undefined) continue;
    found.push(messageId);
    orders.set(fact.orderId, [...(orders.get(fact.orderId) ?? []), fact.key]);
  }
  for (const [id, keys] of orders) {
    const subject: Subject = { kind: 'order', id };
    await lock.run(subjectKey(subject), async () => {
      const ledger = await recallLedger(context, id);
      const changes: StateChange[] =
        ledger === undefined ? [] : [{ key: orderKey(id), value: withoutFacts(ledger, keys) }];
      await inbox.notice([subject], changes);
    });
    add(subject);
  }
  return found;
}

/** `bigcommerce:{storeHash}:order:{id}:{key}`, as `messageIdOf` writes it. */
function factOf(messageId: string, storeHash: string) {
  const prefix = `bigcommerce:${storeHash}:order:`;
  if (!messageId.startsWith(prefix)) return undefined;
  const [, orderId, key] = /^(\d+):(.+)$/.exec(messageId.slice(prefix.length)) ?? [];
  return orderId === undefined || key === undefined ? undefined : { orderId, key };
}
