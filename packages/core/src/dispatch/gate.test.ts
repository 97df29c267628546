import { NEVER, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ActivityFeed, type Activity } from '../observe/activity.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { Gate, type Pass } from './gate.ts';

function rig() {
  const clock = manualClock(0);
  const feed = new ActivityFeed(() => clock.now());
  const activity: Activity[] = [];
  feed.activity$.subscribe((happened) => activity.push(happened));
  const backoff = { baseMs: 1_000, maxMs: 60_000, random: () => 1 };
  const gate = new Gate('Fake', clock, backoff, feed);
  /** Who has passed, of those who wanted to. */
  const passed: string[] = [];
  const passes = new Map<string, Pass | undefined>();
  const pass = (who: string) =>
    void gate.pass(NEVER).then((given) => {
      passed.push(who);
      passes.set(who, given);
    });
  const undecided = (who: string) => gate.undecided(passes.get(who) ?? {});
  return { clock, gate, activity, passed, pass, undecided };
}

describe('Gate', () => {
  it('lets everybody pass while the destination answers', async () => {
    const { gate, clock, passed, pass, activity } = rig();
    pass('a');
    pass('b');
    gate.succeeded();
    await clock.advance(0);

    expect(passed).toEqual(['a', 'b']);
    expect(activity).toEqual([]);
  });

  it('lets one pass to see, and the others once that has succeeded', async () => {
    const { gate, clock, passed, pass } = rig();
    gate.failed('down', undefined);
    pass('a');
    pass('b');
    await clock.advance(999);
    expect(passed).toEqual([]);
    expect(gate.admits).toBe(false);
    await clock.advance(1);
    expect(passed).toEqual(['a']);
    expect(gate).toMatchObject({ admits: true, isOpen: false });
    gate.succeeded();
    await clock.advance(0);

    expect(passed).toEqual(['a', 'b']);
  });

  it('lets the next one see when the first had nothing to call for', async () => {
    const { gate, clock, passed, pass, undecided } = rig();
    gate.failed('down', undefined);
    pass('a');
    pass('b');
    await clock.advance(1_000);
    undecided('a');
    await clock.advance(0);

    expect(passed).toEqual(['a', 'b']);
    expect(gate.isOpen).toBe(false);
  });

  it('goes on letting one see, whoever else has nothing to call for', async () => {
    const { gate, clock, passed, pass, undecided } = rig();
    pass('early');
    await clock.advance(0);
    gate.failed('down', undefined);
    pass('a');
    pass('b');
    await clock.advance(1_000);
    undecided('early');
    await clock.advance(0);

    expect(gate.admits).toBe(true);
    expect(passed).toEqual(['early', 'a']);
  });

  it('takes failures of one moment for one, and waits for the latest time that was asked for', async () => {
    const { gate, clock, passed, pass, activity } = rig();
    gate.failed('down', 5_000);
    gate.failed('down', 3_000);
    gate.failed('down', 9_000);
    pass('a');
    await clock.advance(8_999);
    expect(passed).toEqual([]);
    await clock.advance(1);
    expect(passed).toEqual(['a']);
    gate.failed('down', undefined);

    // The second failure in a row, not the fourth.
    const untils = activity.flatMap((one) =>
      one.type === 'paused' ? [Date.parse(one.until ?? '')] : [],
    );
    expect(untils).toEqual([5_000, 9_000, 11_000]);
  });

  it('does not stay closed for as long as the clock was set back', async () => {
    const { clock: real, passed } = rig();
    const back = { ms: 0 };
    const clock = { ...real, now: () => real.now() - back.ms };
    const feed = new ActivityFeed(() => clock.now());
    const gate = new Gate('Fake', clock, { baseMs: 1_000, maxMs: 1_000, random: () => 1 }, feed);
    gate.failed('down', undefined);
    back.ms = 3_600_000;
    void gate.pass(NEVER).then(() => passed.push('a'));
    await real.advance(1_000);

    expect(passed).toEqual(['a']);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e16])(
    'opens by backoff when the destination names %d, which is no time',
    async (retryAt) => {
      const { gate, clock, activity, pass, passed } = rig();
      gate.failed('down', retryAt);
      pass('a');
      await clock.advance(999);
      expect(passed).toEqual([]);
      await clock.advance(1);

      expect(passed).toEqual(['a']);
      expect(activity).toMatchObject([{ type: 'paused', until: '1970-01-01T00:00:01.000Z' }]);
    },
  );

  it('lets nobody pass who is told to stop', async () => {
    const { gate, clock } = rig();
    gate.failed('down', undefined);

    expect(await gate.pass(of(true))).toBeUndefined();
    expect(clock.pending).toBe(0);
  });
});
