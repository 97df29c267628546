import { describe, expect, it } from 'vitest';
import { manualClock } from '../../testing/manual-clock.ts';
import { MemoryScratch } from '../memory/memory-scratch.ts';
import { NotedCrashCounter } from './crash-counter.ts';

/** Processes that share notes, and die when they are told to. */
function processes() {
  const scratch = new MemoryScratch();
  const clock = manualClock();
  const gone = new Set<string>();
  const open = (token: string) =>
    new NotedCrashCounter({
      scratch,
      token,
      isGone: (other) => gone.has(other),
      now: () => clock.now(),
    });
  return { scratch, clock, open, die: (token: string) => void gone.add(token) };
}

const notesOf = (scratch: MemoryScratch): string[] =>
  scratch.names('running/').map((name) => scratch.get(name) ?? '');

describe('the crash counter', () => {
  it('counts a death against all that the process was at, and against nobody else', () => {
    const { open, die } = processes();
    const first = open('first');
    first.enter(['done'])();
    first.enter(['a', 'b']);
    first.enter(['c']);
    die('first');
    const second = open('second');

    expect(['a', 'b', 'c', 'done', 'other'].map((id) => second.deaths(id))).toEqual([
      1, 1, 1, 0, 0,
    ]);
  });

  it('counts on from one process to the next', () => {
    const { open, die } = processes();
    for (const token of ['1', '2', '3']) {
      open(token).enter(['a']);
      die(token);
    }

    expect(open('4').deaths('a')).toBe(3);
  });

  it('counts a death once, whoever looks', () => {
    const { open, die } = processes();
    open('first').enter(['a']);
    die('first');
    open('second').close();
    open('third').close();

    expect(open('fourth').deaths('a')).toBe(1);
  });

  it('suspects nobody for what a process that lives is at', () => {
    const { open } = processes();
    open('first').enter(['a']);

    expect(open('second').deaths('a')).toBe(0);
  });

  it('notices within a second that another process has died', async () => {
    const { open, die, clock } = processes();
    const survivor = open('survivor');
    open('other').enter(['a']);
    die('other');
    await clock.advance(999);
    expect(survivor.deaths('a')).toBe(0);
    await clock.advance(1);

    expect(survivor.deaths('a')).toBe(1);
  });

  it('forgets what came back, for all processes', async () => {
    const { open, die, clock } = processes();
    open('first').enter(['a', 'b']);
    die('first');
    const second = open('second');
    const third = open('third');
    const leave = second.enter(['a']);
    expect(second.deaths('a')).toBe(1);
    leave();
    third.enter(['b'])();
    await clock.advance(1_000);

    expect([second.deaths('a'), third.deaths('a')]).toEqual([0, 0]);
    expect([second.deaths('b'), third.deaths('b')]).toEqual([0, 0]);
  });

  it('forgets on request', () => {
    const { open, die } = processes();
    open('first').enter(['a', 'b']);
    die('first');
    const second = open('second');
    second.forget('a');

    expect([second.deaths('a'), second.deaths('b')]).toEqual([0, 1]);
  });

  it('takes a store that closes for no death, whatever is still running', () => {
    const { open, die, scratch } = processes();
    const first = open('first');
    const leave = first.enter(['a']);
    first.close();
    die('first');
    leave();
    first.enter(['b']);

    expect(notesOf(scratch)).toEqual([]);
    expect(open('second').deaths('a')).toBe(0);
  });

  it('writes one note for each group, and uses it again', () => {
    const { open, scratch } = processes();
    const counter = open('first');
    const leave = counter.enter(['a', 'b']);
    const leaveOther = counter.enter(['c']);
    expect(notesOf(scratch)).toEqual(['["a","b"]', '["c"]']);
    leave();
    leave();
    counter.enter(['d']);

    expect(notesOf(scratch)).toEqual(['["d"]', '["c"]']);
    leaveOther();
    expect(notesOf(scratch)).toEqual(['["d"]', '[]']);
  });

  it('has a bounded number of notes, and still names everybody', () => {
    const { open, die, scratch } = processes();
    const counter = open('first');
    const ids = Array.from({ length: 100 }, (_, index) => `id ${index}`);
    const leaves = ids.map((id) => counter.enter([id]));
    expect(notesOf(scratch)).toHaveLength(16);
    leaves.slice(0, 50).forEach((leave) => leave());
    die('first');
    const second = open('second');

    expect(ids.filter((id) => second.deaths(id) === 1)).toEqual(ids.slice(50));
  });

  it('takes a torn note for an empty one, and counts by the others', () => {
    const { open, die, scratch } = processes();
    open('first');
    scratch.put('running/first/0', '["a","b');
    scratch.put('running/first/1', '["d"]');
    scratch.put('deaths', '[["c",');
    die('first');
    const second = open('second');

    expect(['a', 'b', 'c', 'd'].map((id) => second.deaths(id))).toEqual([0, 0, 0, 1]);
  });

  it('forgets those first that were counted first, when there are very many', () => {
    const { open, die } = processes();
    open('first').enter(Array.from({ length: 1_001 }, (_, index) => `id ${index}`));
    die('first');
    const second = open('second');

    expect([second.deaths('id 0'), second.deaths('id 1'), second.deaths('id 1000')]).toEqual([
      0, 1, 1,
    ]);
  });
});
