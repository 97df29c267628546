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
      one.type === 'paused' ? [Date.parse(one.until)] : [],
    );
    expect(untils).toEqual([5_000, 9_000, 11_000]);
  });

  it('lets nobody pass who is told to stop', async () => {
    const { gate, clock } = rig();
    gate.failed('down', undefined);

    expect(await gate.pass(of(true))).toBeUndefined();
    expect(clock.pending).toBe(0);
  });
});
