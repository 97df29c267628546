/** A wait that can be given up. */
export interface TimerHandle {
  cancel(): void;
}

/** Calls `fn` once, `ms` from now. */
export type Timer = (fn: () => void, ms: number) => TimerHandle;

export const realTimer: Timer = (fn, ms) => {
  const timeout = setTimeout(fn, ms);
  return { cancel: () => clearTimeout(timeout) };
};
