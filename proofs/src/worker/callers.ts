import { setTimeout as sleep } from 'node:timers/promises';
import type { Pipeline } from '@millrace/core';
import { draftOf, fateOf, idOf, told } from '../workload.ts';
import type { Tracked } from './messages.ts';

/** The code of an error of ours, else its name. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return error instanceof Error ? error.name : String(error);
}

/** Tracks these events, `atOnce` at a time, and says what came of them. */
export async function track(
  pipeline: Pipeline,
  ids: readonly string[],
  { atOnce = 64, padding = 0 }: { atOnce?: number; padding?: number },
): Promise<Tracked> {
  const acknowledged: string[] = [];
  const refused: Record<string, number> = {};
  let slowest = 0;
  const waiting = ids.values();
  const caller = async (): Promise<void> => {
    for (const id of waiting) {
      const since = performance.now();
      try {
        await pipeline.accept(draftOf(id, padding));
        acknowledged.push(id);
      } catch (error) {
        const code = codeOf(error);
        refused[code] = (refused[code] ?? 0) + 1;
      }
      slowest = Math.max(slowest, performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  return { acknowledged, refused, slowest };
}

/** One caller: its events one after the other, for as long as the pipeline takes them. */
export async function callForEver(
  pipeline: Pipeline,
  round: number,
  caller: number,
  acknowledged: (id: string) => void,
): Promise<void> {
  try {
    for (let number = 0; ; number += 1) {
      const id = idOf({ round, caller, number });
      await pipeline.accept(draftOf(id));
      acknowledged(id);
      // The rare ones stay rare: lists of them are read after each round.
      if (fateOf(told(id)) !== 'delivered') await sleep(10);
    }
  } catch {
    // Closed, or full: what was not acknowledged is nobody's loss.
  }
}
