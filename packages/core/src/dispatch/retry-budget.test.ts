import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { RetryBudget } from './retry-budget.ts';

describe('the budget for retries', () => {
  it('is ten to begin with, then one of five successes and one a second', async () => {
    const clock = manualClock(0);
    const budget = new RetryBudget(clock);
    expect(budget.take()).toBe(10);
    expect(budget.take()).toBe(0);
    expect(budget.msUntilNext).toBe(1_000);
    budget.succeeded(4);
    expect(budget.msUntilNext).toBe(200);
    await clock.advance(199);
    expect(budget.take()).toBe(0);
    await clock.advance(1);
    expect(budget.take()).toBe(1);
    budget.succeeded(50);

    expect(budget.take()).toBe(10);
  });

  it('keeps what was given back, and saves no more than a hundred', async () => {
    const clock = manualClock(0);
    const budget = new RetryBudget(clock);
    budget.giveBack(budget.take() - 3);
    expect(budget.take()).toBe(7);
    budget.succeeded(100_000);
    await clock.advance(3_600_000);

    expect(budget.take()).toBe(100);
  });

  it('is there at the time that it says', async () => {
    const part = fc.integer({ min: 0, max: 2_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 10 }), part, async (waits, successes) => {
        const clock = manualClock(0);
        const budget = new RetryBudget(clock);
        budget.succeeded(successes);
        for (const wait of waits) {
          budget.take();
          await clock.advance(wait);
        }
        budget.take();
        await clock.advance(budget.msUntilNext);

        expect(budget.take()).toBe(1);
      }),
    );
  });

  it('never allows more than it has earned, whatever is taken and given back', async () => {
    const step = fc.record({
      ms: fc.integer({ min: 0, max: 5_000 }),
      successes: fc.integer({ min: 0, max: 100 }),
      used: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 50 }), async (steps) => {
        const clock = manualClock(0);
        const budget = new RetryBudget(clock);
        let retries = 0;
        let successes = 0;
        for (const step of steps) {
          await clock.advance(step.ms);
          budget.succeeded(step.successes);
          successes += step.successes;
          const taken = budget.take();
          const used = Math.round(step.used * taken);
          budget.giveBack(taken - used);
          retries += used;
          expect(retries).toBeLessThanOrEqual(10 + successes / 5 + clock.now() / 1_000 + 1e-6);
        }
      }),
    );
  });

  it('loses nothing when the clock is set back', async () => {
    const clock = manualClock(10_000);
    const back = { ms: 0 };
    const budget = new RetryBudget({ ...clock, now: () => clock.now() - back.ms });
    budget.take();
    back.ms = 5_000;
    expect(budget.take()).toBe(0);
    await clock.advance(1_000);

    expect(budget.take()).toBe(1);
  });
});
