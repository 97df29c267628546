import type { SourceContext, StateChange } from '@millrace/core';
import type { Lock } from '../lock.ts';
import type { Inbox } from '../memory/inbox.ts';
import { skippedKey } from '../memory/keys.ts';
import type { Skipped } from '../memory/records.ts';
import { type Subject, type SubjectKind, subjectKey } from '../subject.ts';
import type { Tally } from '../tally.ts';
import type { Look } from './look.ts';

export interface FollowUp {
  readonly looks: Readonly<Record<SubjectKind, Look>>;
  readonly context: SourceContext;
  readonly inbox: Inbox;
  /** Held while a subject is looked at, by whoever does. */
  readonly lock: Lock<string>;
  readonly tally: Tally;
  /** Is told of subjects that are in the inbox now because of another one. */
  readonly add: (subject: Subject) => void;
}

/** When to look again: at once, as another notice came meanwhile; after so long; or not at all. */
export type Again = 'at once' | { readonly inMs: number } | undefined;

/** Looks at a subject of the inbox as it is now. */
export async function followUp(
  subject: Subject,
  { looks, context, inbox, lock, tally, add }: FollowUp,
  signal: AbortSignal,
): Promise<Again> {
  return lock.run(subjectKey(subject), async () => {
    const taken = await inbox.take(subject);
    if (taken === undefined) return undefined;
    const looked = await looks[subject.kind](subject.id, signal);
    const { as, drafts = [], changes = [], also = [], againInMs, skipped } = looked;
    const passedOver = await passing(subject, skipped, context);
    const keep = againInMs !== undefined;
    const stays = await inbox.finish(taken, drafts, [...changes, ...passedOver], { also, keep });
    tally.count(as);
    for (const other of also) add(other);
    if (againInMs !== undefined) return { inMs: againInMs };
    return stays ? 'at once' : undefined;
  });
}

/** That a subject was passed over: kept until it no longer is. */
async function passing(
  subject: Subject,
  reason: string | undefined,
  context: SourceContext,
): Promise<readonly StateChange[]> {
  if (reason !== undefined) return [skip(subject, reason, context)];
  const key = skippedKey(subject);
  return (await context.recall(key)) === undefined ? [] : [{ key, value: undefined }];
}

export function skip(
  { kind, id }: Subject,
  reason: string,
  { clock }: Pick<SourceContext, 'clock'>,
): StateChange {
  const value: Skipped = { kind, id, reason, at: new Date(clock.now()).toISOString() };
  return { key: skippedKey({ kind, id }), value };
}
