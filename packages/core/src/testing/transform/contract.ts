import assert from 'node:assert/strict';
import { type Event, nameOf } from '../../event/event.ts';
import { deepFreeze } from '../../event/json.ts';
import type { Transform } from '../../transform/transform.ts';
import { applyExceptions, type ContractCase, type ContractException } from '../contract.ts';
import { nextMillisecond } from '../next-millisecond.ts';
import { notAnEvent } from '../not-an-event.ts';

export interface TransformContractOptions {
  /** A new transform. */
  create(): Transform | Promise<Transform>;
  /** Events that it applies to, best one of each kind that it treats differently. */
  readonly events: readonly Event[];
  /** Promises that this transform does not make. */
  readonly except?: readonly ContractException[];
}

const tools = Object.freeze({ now: Date.UTC(2026, 6, 15, 10, 0, 1) });

async function apply(transform: Transform, event: Event): Promise<readonly Event[]> {
  const answer = await transform.apply(event, tools);
  if (answer === null) return [];
  assert.equal(typeof answer, 'object', 'apply answers an event, several, or null to drop it');
  return Array.isArray(answer) ? (answer as readonly Event[]) : [answer as Event];
}

/**
 * The promises of a transform: docs/spec/plugins.md, T1 to T4.
 *
 * @example
 * it.each(transformContract({ create: () => dropInternalTraffic, events: [trackEvent()] }))(
 *   '$clause $name',
 *   ({ run }) => run(),
 * );
 */
export function transformContract(options: TransformContractOptions): readonly ContractCase[] {
  const forEachEvent =
    (test: (transform: Transform, event: Event) => Promise<void>) => async (): Promise<void> => {
      const transform = await options.create();
      const events = options.events.filter(
        (event) => transform.on === undefined || nameOf(event) === transform.on,
      );
      assert.notEqual(
        events.length,
        0,
        'The transform applies to none of the events of this test.',
      );
      for (const event of deepFreeze(structuredClone(events))) await test(transform, event);
    };

  const cases: ContractCase[] = [
    {
      clause: 'T1',
      name: 'apply leaves the event as it was',
      run: forEachEvent(async (transform, event) => {
        const before = structuredClone(event);
        await apply(transform, event);
        assert.deepEqual(event, before);
      }),
    },
    {
      clause: 'T2',
      name: 'apply gives the same answer for the same event',
      run: forEachEvent(async (transform, event) => {
        const first = await apply(transform, event);
        await nextMillisecond();
        assert.deepEqual(await apply(transform, event), first, 'the second time it was another');
        assert.deepEqual(await apply(await options.create(), event), first);
      }),
    },
    {
      clause: 'T3',
      name: 'what apply gives back are events, in plain JSON',
      run: forEachEvent(async (transform, event) => {
        for (const given of await apply(transform, event))
          assert.equal(notAnEvent(given), undefined);
      }),
    },
    {
      clause: 'T4',
      name: 'several events have different ids',
      run: forEachEvent(async (transform, event) => {
        const ids = (await apply(transform, event)).map(({ messageId }) => messageId);
        assert.deepEqual([...new Set(ids)], ids, 'two of them have one messageId');
      }),
    },
  ];
  return applyExceptions(cases, options.except);
}
