import { describe, expect, it } from 'vitest';
import { reconcile, repair, type ReconcileOptions, type Replaying } from '../src/index.ts';
import { bookOf, entry } from './books.ts';

/** A pipeline that keeps some events, and writes down what it is told to do. */
function pipelineWith(kept: readonly string[]) {
  const done: string[] = [];
  const pipeline: Replaying = {
    async replay({ destination, stage, messageIds }) {
      done.push(`replay ${destination ?? stage} ${messageIds.join()}`);
      return 1;
    },
    async replayDelivered({ destination, messageIds }) {
      done.push(`deliver to ${destination} ${messageIds.join()}`);
      return messageIds.filter((id) => kept.includes(id)).length;
    },
  };
  const source = {
    async retell(facts: readonly { event: string; order: string; messageId: string }[]) {
      done.push(`retell ${facts.map(({ messageId }) => messageId).join()}`);
      return facts.map(({ messageId }) => messageId).filter((id) => id !== 'placed:unknown');
    },
  };
  return { done, pipeline, source };
}

const compare = (
  ours: Parameters<typeof bookOf>[0],
  theirs: Parameters<typeof bookOf>[0],
  pipeline?: ReconcileOptions['pipeline'],
) =>
  reconcile({
    source: bookOf(ours),
    destination: bookOf(theirs, { name: 'Klaviyo' }),
    from: '2026-07-01',
    until: '2026-07-31',
    events: ['Order Completed'],
    ...(pipeline && { pipeline }),
  });

const steps = ({ steps }: Awaited<ReturnType<typeof repair>>) =>
  steps.map(({ action, order }) => `${action} ${order}`);

describe('repair', () => {
  it('delivers again what the pipeline keeps, and has the source tell the rest', async () => {
    const report = await compare([entry('1'), entry('2'), entry('3')], [entry('3')]);
    const { done, ...ends } = pipelineWith(['placed:1']);
    const made = await repair(report, { ...ends, dryRun: false });

    expect(steps(made)).toEqual(['deliver again 1', 'tell again 2']);
    expect(done).toEqual([
      'deliver to Klaviyo placed:1',
      'deliver to Klaviyo placed:2',
      'retell placed:2',
    ]);
  });

  it('does nothing unless it is told to, and says what it would do', async () => {
    const report = await compare([entry('1')], []);
    const { done, ...ends } = pipelineWith(['placed:1']);
    const made = await repair(report, ends);
    expect(made.dryRun).toBe(true);
    expect(steps(made)).toEqual(['deliver again 1']);
    expect(done).toEqual([]);
  });

  it('replays a dead letter, wherever it died', async () => {
    const pipeline: ReconcileOptions['pipeline'] = {
      held: async () => [],
      drops: async () => [],
      deadLetters: async () => [{ event: { messageId: 'placed:1' }, reason: 'a transform threw' }],
      stats: () => ({ destinations: {} }),
    };
    const report = await compare([entry('1')], [], pipeline);
    const { done, ...ends } = pipelineWith([]);
    expect(steps(await repair(report, { ...ends, dryRun: false }))).toEqual(['replay 1']);
    expect(done).toEqual(['replay Klaviyo placed:1', 'replay transform placed:1']);
  });

  it('touches an order once, whose lines are missing as well', async () => {
    const line = (more: object = {}) =>
      entry('1_7', { account: 'Ordered Product', order: '1', messageId: 'placed:1', ...more });
    const report = await compare([entry('1'), line()], []);
    const { done, ...ends } = pipelineWith(['placed:1']);
    expect(steps(await repair(report, { ...ends, dryRun: false }))).toEqual(['deliver again 1']);
    expect(done).toHaveLength(1);
    const note = { kind: 'no address', text: 'it has no email' } as const;
    const left = await compare([entry('1', { note }), line({ note })], []);
    expect(steps(await repair(left, ends))).toEqual(['leave 1']);
  });

  it('leaves what is explained, what differs and what is too much, and names each', async () => {
    const note = { kind: 'no address', text: 'it has no email' } as const;
    const ours = [entry('1', { note }), entry('2'), entry('3')];
    const theirs = [entry('2', { value: '9' }), entry('3'), entry('3'), entry('4')];
    const { done, ...ends } = pipelineWith(['placed:1', 'placed:2']);
    const made = await repair(await compare(ours, theirs), { ...ends, dryRun: false });

    expect(steps(made).sort()).toEqual(['leave 1', 'leave 2', 'leave 3', 'leave 4']);
    expect(made.steps.map(({ text }) => text).join()).toContain('no address: it has no email');
    expect(done).toEqual([]);
  });

  it('leaves what nobody can tell again, and says so', async () => {
    const report = await compare([entry('unknown')], []);
    const { pipeline, source } = pipelineWith([]);
    for (const ends of [{ pipeline }, { pipeline, source }]) {
      const made = await repair(report, { ...ends, dryRun: false });
      expect(steps(made)).toEqual(['leave unknown']);
      expect(made.steps[0]?.text).toContain('Shop');
    }
  });

  it('asks the source for many at a time', async () => {
    const orders = Array.from({ length: 250 }, (_, index) => entry(String(index)));
    const { done, ...ends } = pipelineWith([]);
    await repair(await compare(orders, []), { ...ends, dryRun: false });
    expect(done.filter((each) => each.startsWith('retell'))).toHaveLength(3);
  });
});
