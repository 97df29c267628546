import { setImmediate } from 'node:timers/promises';

/** Resolves when the system clock shows another time, so that a function that reads it cannot pass for a pure one. */
export async function nextMillisecond(): Promise<void> {
  const before = Date.now();
  while (Date.now() === before) await setImmediate();
}
