import type { RootDatabase } from 'lmdb';
import type { Clock } from '../../observe/clock.ts';

/** How often the database is looked at. It costs a microsecond. Milliseconds. */
const lookEveryMs = 250;

/** What lmdb does not declare: `getStats` tells it too, after a walk through all free pages. */
interface WithEnvironment {
  readonly env: { info(): { readonly lastTxnId: number } };
}

/** Calls `fn` when anybody has committed, this process or another one; `fn` may throw no error. */
export function watchCommits(root: RootDatabase, clock: Clock, fn: () => void): () => void {
  const { env } = root as unknown as WithEnvironment;
  let last = env.info().lastTxnId;
  const wait = (): { cancel(): void } => clock.after(lookEveryMs, look, { background: true });
  let timer = wait();
  function look(): void {
    timer = wait();
    const now = env.info().lastTxnId;
    if (now === last) return;
    last = now;
    fn();
  }
  return () => timer.cancel();
}
