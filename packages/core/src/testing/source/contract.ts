import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Source } from '../../source/source.ts';
import { StoreFull } from '../../store/errors.ts';
import { applyExceptions, type ContractCase, type ContractException } from '../contract.ts';
import {
  memorySourceContext,
  type MemorySourceContext,
  type MemorySourceContextOptions,
} from '../memory-source-context.ts';

export interface SourceContractOptions {
  /** A new source, of the same upstream each time. */
  create(): Source | Promise<Source>;
  /**
   * Makes upstream tell one fact, the same each time: calls the webhook, or lets the next poll find it.
   *
   * @returns once the source is done with it: whether it acknowledged the fact (answered 2xx, moved its cursor).
   */
  notify(source: Source, context: MemorySourceContext): Promise<boolean>;
  /** Promises that this source does not make. */
  readonly except?: readonly ContractException[];
}

/** In this time the answer of a source that does not wait for its commit has arrived. Milliseconds. */
const aMoment = 50;
const aDay = 24 * 60 * 60 * 1_000;

/**
 * The promises of a source: docs/spec/plugins.md, S1 to S6.
 *
 * @example
 * it.each(sourceContract({ create, notify }))('$clause $name', ({ run }) => run());
 */
export function sourceContract(options: SourceContractOptions): readonly ContractCase[] {
  const attached = async (context: MemorySourceContext): Promise<Source> => {
    const source = await options.create();
    source.attach(context);
    return source;
  };
  const withSource = async (
    test: (source: Source, context: MemorySourceContext) => Promise<void>,
    contextOptions?: MemorySourceContextOptions,
  ): Promise<void> => {
    const context = memorySourceContext(contextOptions);
    const source = await attached(context);
    await source.start?.();
    try {
      await test(source, context);
    } finally {
      await source.stop?.();
    }
  };
  const told = async (source: Source, context: MemorySourceContext): Promise<void> => {
    assert.ok(await options.notify(source, context), 'the fact was not acknowledged');
    assert.notEqual(context.accepted.length, 0, 'the fact became no event');
  };
  const idsOf = ({ accepted }: MemorySourceContext): unknown[] =>
    accepted.map(({ messageId }) => messageId);

  const cases: ContractCase[] = [
    {
      clause: 'S1',
      name: 'a fact that is told twice is one event',
      run: () =>
        withSource(async (source, context) => {
          await told(source, context);
          const once = idsOf(context);
          await options.notify(source, context);
          assert.deepEqual(idsOf(context), once, 'the second time it got other ids');
        }),
    },
    {
      clause: 'S1',
      name: 'a fact has the same ids after a restart that forgot everything',
      run: async () => {
        const runs: unknown[][] = [];
        for (let run = 0; run < 2; run += 1) {
          await withSource(async (source, context) => {
            await context.clock.advance(run * aDay);
            await told(source, context);
            runs.push(idsOf(context));
          });
        }
        assert.deepEqual(runs[1], runs[0]);
      },
    },
    {
      clause: 'S2',
      name: 'a fact becomes drafts that are well-formed and have ids',
      // The context refuses any other draft, and the fact is then not acknowledged.
      run: () => withSource(told),
    },
    {
      clause: 'S3',
      name: 'nothing is acknowledged before the commit is durable',
      run: async () => {
        let letGo = (): void => undefined;
        let reach = (): void => undefined;
        const held = new Promise<void>((resolve) => (letGo = resolve));
        const reached = new Promise<void>((resolve) => (reach = resolve));
        const beforeCommit = (): Promise<void> => {
          reach();
          return held;
        };
        await withSource(
          async (source, context) => {
            let done = false;
            const notified = options.notify(source, context).finally(() => (done = true));
            await Promise.race([reached, notified]);
            await setTimeout(aMoment);
            const early = done;
            letGo();
            assert.ok(await notified, 'the fact was not acknowledged');
            assert.ok(!early, 'the fact was acknowledged while its commit was under way');
          },
          { beforeCommit },
        );
      },
    },
    {
      clause: 'S4',
      name: 'a fact whose commit fails is not acknowledged, and can be told again',
      run: async () => {
        let full = true;
        await withSource(
          async (source, context) => {
            const acknowledged = await options.notify(source, context).catch(() => false);
            assert.ok(!acknowledged, 'the fact was acknowledged, and is lost');
            full = false;
            await told(source, context);
          },
          {
            beforeCommit() {
              if (full) throw new StoreFull('the contract test says so');
            },
          },
        );
      },
    },
    {
      clause: 'S5',
      name: 'stop is safe without start, and twice',
      run: async () => {
        const source = await attached(memorySourceContext());
        await source.stop?.();
        await source.stop?.();
      },
    },
    {
      clause: 'S6',
      name: 'after stop the source does nothing any more',
      run: async () => {
        const context = memorySourceContext();
        const source = await attached(context);
        await source.start?.();
        await options.notify(source, context);
        await source.stop?.();
        const before = context.commits.length;
        await context.clock.advance(aDay);
        assert.equal(context.commits.length, before, 'it committed after it was stopped');
        assert.equal(context.clock.pending, 0, 'it left a timer behind');
      },
    },
  ];
  return applyExceptions(cases, options.except);
}
