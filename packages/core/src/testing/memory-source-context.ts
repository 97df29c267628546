import { MillraceError } from '../event/error.ts';
import type { Draft } from '../event/message.ts';
import { silentLogger } from '../observe/logger.ts';
import type { Receipt } from '../source/receipt.ts';
import type { SourceContext, StateChange } from '../source/source.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';
import { notADraft } from './not-an-event.ts';
import { notPlainJson } from './plain-json.ts';

/** One call of `commit` that became durable. */
export interface RecordedCommit {
  readonly drafts: readonly Draft[];
  readonly state: readonly StateChange[];
  readonly receipts: readonly Receipt[];
}

export interface MemorySourceContextOptions {
  readonly clock?: ManualClock;
  /** Awaited before each commit: holds it back, or throws what the store would. */
  readonly beforeCommit?: (drafts: readonly Draft[]) => void | Promise<void>;
}

/** What the pipeline lends to a source, kept in memory, for the tests of a source. */
export interface MemorySourceContext extends SourceContext {
  readonly clock: ManualClock;
  /** All commits, oldest first. */
  readonly commits: readonly RecordedCommit[];
  /** The drafts that were new, oldest first. */
  readonly accepted: readonly Draft[];
}

/**
 * Takes what a pipeline would take: a draft that is malformed, or has no `messageId`, fails the commit, and so does
 * state that is not JSON. It checks no tracking plan.
 */
export function memorySourceContext(options: MemorySourceContextOptions = {}): MemorySourceContext {
  const { clock = manualClock(), beforeCommit } = options;
  const commits: RecordedCommit[] = [];
  const accepted: Draft[] = [];
  const known = new Set<string>();
  const memory = new Map<string, unknown>();

  return {
    clock,
    logger: silentLogger,
    commits,
    accepted,
    async commit(drafts, state = []) {
      drafts.forEach(assertDraft);
      for (const { key, value } of state) {
        const problem = notPlainJson(value, key);
        if (problem !== undefined) throw new TypeError(`State cannot be kept: ${problem}.`);
      }
      await beforeCommit?.(drafts);
      const receipts = drafts.map((draft): Receipt => {
        const messageId = draft.messageId ?? '';
        if (known.has(messageId)) return { messageId, status: 'duplicate' };
        known.add(messageId);
        accepted.push(draft);
        return { messageId, status: 'accepted' };
      });
      for (const { key, value } of state) {
        if (value === undefined) memory.delete(key);
        else memory.set(key, structuredClone(value));
      }
      commits.push({ drafts, state, receipts });
      return receipts;
    },
    recall: async (key) => structuredClone(memory.get(key)),
    recallAll: async (prefix, limit, after = '') =>
      [...memory]
        .filter(([key]) => key.startsWith(prefix) && key > after)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([key, value]) => ({ key, value: structuredClone(value) })),
  };
}

function assertDraft(draft: Draft): void {
  const problem =
    notADraft(draft) ?? (draft.messageId === undefined ? 'it has no messageId' : undefined);
  if (problem !== undefined)
    throw new MillraceError('INVALID_EVENT', `A draft was refused: ${problem}`);
}
