import type { Driver } from './driver.ts';

/** Somebody's story, told step by step: what it yields is how long, in milliseconds, until its next step. */
export type Life = Generator<number, void>;

/** Runs lives beside each other, each step at its time, until `end`. What comes after that never happens. */
export function lifeRunner(driver: Driver, end: number): (life: Life) => void {
  return function live(life) {
    const { done, value } = life.next();
    if (done === true || driver.now() + value >= end) return;
    driver.timer(() => live(life), value);
  };
}
