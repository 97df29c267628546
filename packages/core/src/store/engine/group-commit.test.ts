import { describe, expect, it } from 'vitest';
import { event, user } from '../../testing/store/bench.ts';
import type { Commit } from '../store.ts';
import { GroupCommit } from './group-commit.ts';

const megabyte = 1024 * 1024;
let made = 0;

function commit(bytes = 10): Commit {
  made += 1;
  return { events: [event(`e${made}`, user('1'), { body: Buffer.alloc(bytes) })] };
}

/** Writes that end when the test says so. */
function heldWrites() {
  const writes: { commits: readonly Commit[]; end(): void; fail(error: Error): void }[] = [];
  const write = (commits: readonly Commit[]) =>
    new Promise<boolean[][]>((resolve, reject) => {
      const end = (): void => resolve(commits.map(({ events }) => events.map(() => true)));
      writes.push({ commits, end, fail: reject });
    });
  return { writes, write };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('commits that wait together', () => {
  it('are written together, in the order of their calls, half of them while the others prepare', async () => {
    const { writes, write } = heldWrites();
    const group = new GroupCommit(write);
    const commits = [commit(), commit(), commit(), commit()];
    const added = commits.map((one) => group.add(one));
    await turn();
    expect(writes.map((one) => one.commits)).toEqual([commits.slice(0, 2)]);
    writes[0]?.end();
    await turn();
    expect(writes.map((one) => one.commits)).toEqual([commits.slice(0, 2), commits.slice(2)]);
    writes[1]?.end();
    expect(await Promise.all(added)).toEqual([[true], [true], [true], [true]]);
  });

  it('are all refused when their write fails, and no others', async () => {
    const { writes, write } = heldWrites();
    const group = new GroupCommit(write);
    const first = group.add(commit());
    await turn();
    const second = group.add(commit());
    writes[0]?.fail(new Error('the disk is gone'));
    await expect(first).rejects.toThrow('the disk is gone');
    await turn();
    writes[1]?.end();
    expect(await second).toEqual([true]);
  });
});

describe('invariant 9: what waits to be written', () => {
  it('is bounded: beyond that a commit is refused with StoreFull, until there is room again', async () => {
    const { writes, write } = heldWrites();
    const group = new GroupCommit(write);
    const accepted = Array.from({ length: 64 }, () => group.add(commit(megabyte)));
    await expect(group.add(commit(megabyte))).rejects.toMatchObject({ code: 'STORE_FULL' });
    await turn();
    writes[0]?.end();
    await accepted[0];
    const late = group.add(commit(megabyte));
    for (let index = 1; index < 65; index += 1) {
      await turn();
      writes[index]?.end();
    }
    expect(await late).toEqual([true]);
  });

  it('takes a commit that is larger than the bound when nothing else waits', async () => {
    const { writes, write } = heldWrites();
    const added = new GroupCommit(write).add(commit(65 * megabyte));
    await turn();
    writes[0]?.end();
    expect(await added).toEqual([true]);
  });
});

describe('closing', () => {
  it('waits for what is to be written, and takes no more', async () => {
    const { writes, write } = heldWrites();
    const group = new GroupCommit(write);
    const added = group.add(commit());
    await turn();
    let closed = false;
    const closing = group.close().then(() => (closed = true));
    await expect(group.add(commit())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await turn();
    expect(closed).toBe(false);
    writes[0]?.end();
    await closing;
    expect(await added).toEqual([true]);
  });
});
