/**
 * Counts how often the process ended while user code ran for an event: out of memory, a crash of native code,
 * `process.exit`, an endless loop that a watchdog ended. What counts is the end of the process, not of the machine, so
 * nothing here needs to be flushed, and a count may be lost when the disk is full: it is a hint that ends crash loops,
 * no promise about events.
 *
 * Ids are the caller's: they name an event and what runs for it.
 */
export interface CrashCounter {
  /**
   * User code is about to run for these ids. If the process ends before the returned function is called, that counts
   * against each of them. Calling it says that the code came back, and forgets what was counted against them.
   */
  enter(ids: readonly string[]): () => void;
  /** How often the process has ended while user code ran for `id`, in any process that had this store open. */
  deaths(id: string): number;
  /** Counts anew from 0. */
  forget(id: string): void;
}

/** So many deaths, and user code runs for an event no more. */
export const mostDeaths = 3;
