import { describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { Draft } from '../../event/message.ts';
import { defineSource, type Source, type SourceContext } from '../../source/source.ts';
import { sourceContract } from './contract.ts';

/** A source that is told facts by calling `told`, and whose webhook answers with a status. */
interface Hook extends Source {
  told(order: string): Promise<number>;
}

const draftOf = (order: string): Draft => ({
  type: 'track',
  event: 'Order Completed',
  messageId: `order-${order}`,
  userId: '42',
  properties: { order_id: order },
});

function hook(
  wrong: Partial<Hook> & { answer?: typeof answer; draft?: typeof draftOf } = {},
): Hook {
  const { answer: how = answer, draft = draftOf, ...rest } = wrong;
  let context: SourceContext | undefined;
  return defineSource<Hook>({
    name: 'hook',
    attach: (lent) => void (context = lent),
    stop: async () => undefined,
    told: async (order) => (context ? how(context, draft(order)) : 503),
    ...rest,
  });
}
async function answer(context: SourceContext, draft: Draft): Promise<number> {
  return context.commit([draft], [{ key: 'seen', value: true }]).then(
    () => 200,
    () => 503,
  );
}

const kit = (create: () => Hook) =>
  sourceContract({
    create,
    notify: async (source) => (await (source as Hook).told('1001')) === 200,
  });

describe('sourceContract', () => {
  it.each(kit(hook))('$clause $name: a source that keeps all promises', ({ run }) => run());

  it.each<[string, string, () => Hook]>([
    [
      'gives a fact an id of chance',
      'a fact that is told twice is one event',
      () => hook({ draft: (order) => ({ ...draftOf(order), messageId: randomUUID() }) }),
    ],
    [
      'counts its facts',
      'a fact has the same ids after a restart that forgot everything',
      (() => {
        let told = 0;
        return () => hook({ draft: () => draftOf(String((told += 1))) });
      })(),
    ],
    [
      'gives no ids',
      'a fact becomes drafts that are well-formed and have ids',
      () => hook({ draft: (order) => ({ ...draftOf(order), messageId: undefined as never }) }),
    ],
    [
      'answers before the commit',
      'nothing is acknowledged before the commit is durable',
      () =>
        hook({
          answer: async (context, draft) => {
            void answer(context, draft);
            return 200;
          },
        }),
    ],
    [
      'answers 200 whatever happens',
      'a fact whose commit fails is not acknowledged, and can be told again',
      () => hook({ answer: (context, draft) => answer(context, draft).then(() => 200) }),
    ],
    [
      'remembers a fact before it is stored',
      'a fact whose commit fails is not acknowledged, and can be told again',
      () => {
        let known = false;
        return hook({
          answer: async (context, draft) => {
            if (known) return 200;
            known = true;
            return answer(context, draft);
          },
        });
      },
    ],
    [
      'cannot be stopped twice',
      'stop is safe without start, and twice',
      () => {
        let stopped = false;
        return hook({
          stop: async () => {
            if (stopped) throw new Error('stopped already');
            stopped = true;
          },
        });
      },
    ],
    [
      'goes on polling',
      'after stop the source does nothing any more',
      () =>
        hook({
          answer: async (context, draft) => {
            context.clock.after(1_000, () => void context.commit([draft]));
            return answer(context, draft);
          },
        }),
    ],
  ])('finds a source that %s: %s', async (_, name, create) => {
    const found: string[] = [];
    for (const one of kit(create)) await one.run().catch(() => found.push(one.name));

    expect(found).toContain(name);
  });
});
