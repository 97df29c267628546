import { MillraceError, type SourceContext, type StateChange } from '@millrace/core';
import { backoff } from '../api/backoff.ts';
import { sleep } from '../api/sleep.ts';
import type { Inbox } from '../memory/inbox.ts';
import { skippedKey } from '../memory/keys.ts';
import type { Subject } from '../subject.ts';
import { skip } from '../work/follow-up.ts';
import type { Told } from './page.ts';
import type { PassedOver } from './report.ts';

/** A store that is full empties as fast as the destinations take events. */
const untilThereIsRoom = { baseMs: 1_000, maxMs: 30_000 };

export interface CommitParts {
  readonly context: SourceContext;
  readonly inbox: Pick<Inbox, 'notice'>;
  /** Is told of what is in the inbox now. */
  readonly add: (subject: Subject) => void;
  readonly random: () => number;
}

/** What is to become durable together. */
export interface Durable {
  readonly told: readonly Told[];
  readonly passed: readonly PassedOver[];
}

/**
 * One commit for a page: its events, what is remembered of each thing, what is to be looked at besides, and how far the
 * backfill is. A store that is full is waited for.
 *
 * A page with a draft that is no event is made durable thing by thing, without the one that has it; how far the backfill
 * is comes last then, and what is told twice after a kill is known the second time.
 *
 * @param progress what to remember of how far it is, once it is known what was passed over.
 * @throws the signal's reason, when it is aborted while the store is full.
 */
export async function commitPage(
  page: Durable,
  parts: CommitParts,
  progress: (written: Durable) => StateChange,
  signal: AbortSignal,
): Promise<void> {
  try {
    await write(page, [progress(page)], parts, signal);
  } catch (error) {
    if (!isNoEvent(error)) throw error;
    const written = await oneByOne(page, parts, signal);
    await write({ told: [], passed: written.passed }, [progress(written)], parts, signal);
  }
}

const is = (error: unknown, ...codes: readonly string[]): error is MillraceError =>
  MillraceError.isInstance(error) && codes.includes(error.code);

const isNoEvent = (error: unknown): error is MillraceError =>
  is(error, 'INVALID_EVENT', 'UNPLANNED_EVENT');

async function oneByOne(page: Durable, parts: CommitParts, signal: AbortSignal): Promise<Durable> {
  const told: Told[] = [];
  const passed = [...page.passed];
  for (const one of page.told) {
    try {
      await write({ told: [one], passed: [] }, [], parts, signal);
      told.push(one);
    } catch (error) {
      if (!isNoEvent(error)) throw error;
      passed.push({ subject: one.subject, reason: error.message });
    }
  }
  return { told, passed };
}

async function write(
  { told, passed }: Durable,
  progress: readonly StateChange[],
  { context, inbox, add, random }: CommitParts,
  signal: AbortSignal,
): Promise<void> {
  const drafts = told.flatMap((one) => one.drafts);
  const also = told.flatMap((one) => one.also ?? []);
  const changes = [
    ...told.flatMap((one) => one.changes),
    ...(await noLongerSkipped(told, passed, context)),
    ...passed.map(({ subject, reason }) => skip(subject, reason, context)),
    ...progress,
  ];
  for (let failures = 1; ; failures += 1) {
    try {
      await inbox.notice(also, changes, drafts);
      break;
    } catch (error) {
      if (!is(error, 'STORE_FULL')) throw error;
      await sleep(context.clock, backoff(failures, untilThereIsRoom, random), signal);
      signal.throwIfAborted();
    }
  }
  for (const subject of also) add(subject);
}

async function noLongerSkipped(
  told: readonly Told[],
  passed: readonly PassedOver[],
  context: SourceContext,
): Promise<readonly StateChange[]> {
  const still = new Set(passed.map(({ subject }) => skippedKey(subject)));
  const keys = told.map(({ subject }) => skippedKey(subject)).filter((key) => !still.has(key));
  const values = await Promise.all(keys.map((key) => context.recall(key)));
  return keys.flatMap((key, index) =>
    values[index] === undefined ? [] : [{ key, value: undefined }],
  );
}
