import type { Draft } from '@millrace/core';
import { type CommitParts, commitPage, type Durable } from './commit.ts';
import { eta } from './eta.ts';
import type { Page, Part, Told } from './page.ts';
import type { BackfillPart, BackfillProgress } from './report.ts';
import type { Shown } from './shown.ts';
import { type BackfillState, freshPart, type PartState, type Range, stateChange } from './state.ts';

export interface PartRun {
  readonly name: BackfillPart;
  readonly part: Part;
  readonly range: Range;
  readonly again: boolean;
  /** How far all parts are: changed as this one goes on. */
  readonly state: BackfillState;
  readonly commit: CommitParts;
  /** Is given all that was passed over, once that is durable. */
  readonly passed: (passed: Durable['passed']) => void;
  readonly shown: Shown;
}

/** Runs one part from where it was left; resolves to whether it came to its end. */
export async function runPart(run: PartRun, signal: AbortSignal): Promise<boolean> {
  const { name, part, range, again, state, commit } = run;
  let now = state[name] ?? freshPart();
  const left = eta(commit.context.clock, now.read);
  const tell = (so: BackfillProgress['state']): void => {
    const { total, read, events, known, skipped } = now;
    const etaMs = left(read, total);
    run.shown.progress({ part: name, state: so, total, read, events, known, skipped, etaMs });
  };
  const keep = (next: PartState) => stateChange(range, { ...state, [name]: next });
  try {
    signal.throwIfAborted();
    run.shown.begin(name, now);
    const { from, until } = range;
    const call = { from, until, cursor: now.cursor, again, signal };
    now = { ...now, total: now.total ?? (await part.total(call)) };
    tell('running');
    await part.run(call, async (page) => {
      signal.throwIfAborted();
      let [next, passed] = [now, page.passed];
      const change = (written: Durable) => {
        [next, passed] = [after(now, page, written), written.passed];
        return keep(next);
      };
      const told = [...page.told, ...(page.besides ?? [])].map(asHistory);
      await commitPage({ told, passed }, commit, change, signal);
      now = next;
      run.passed(passed);
      tell('running');
    });
    now = { ...now, done: true };
    await commit.context.commit([], [keep(now)]);
  } catch (error) {
    tell(signal.aborted ? 'stopped' : 'failed');
    if (signal.aborted) return false;
    throw error;
  } finally {
    state[name] = now;
  }
  tell('finished');
  return true;
}

/** All that a backfill tells is marked as history, whenever it happened: no flow is to fire for it. */
const asHistory = (told: Told): Told => ({ ...told, drafts: told.drafts.map(marked) });

function marked(draft: Draft): Draft {
  return { ...draft, context: { ...draft.context, backfill: true } };
}

/** How far the part is after a page of which this was written. */
function after(before: PartState, page: Page, { told, passed }: Durable): PartState {
  const besides = new Set((page.besides ?? []).map(({ subject }) => subject));
  const own = told.filter(({ subject }) => !besides.has(subject));
  const news = own.filter(({ drafts }) => drafts.length > 0).length;
  const skipped = passed.filter(({ subject }) => !besides.has(subject)).length;
  return {
    ...before,
    cursor: page.cursor,
    read: before.read + page.read,
    events: before.events + told.reduce((sum, { drafts }) => sum + drafts.length, 0),
    known: before.known + Math.max(0, page.read - news - skipped),
    skipped: before.skipped + skipped,
  };
}
