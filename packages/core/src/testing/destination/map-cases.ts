import assert from 'node:assert/strict';
import type { Event } from '../../event/event.ts';
import { nameOf } from '../../event/event.ts';
import type { ContractCase } from '../contract.ts';
import { type DestinationContractOptions, type Rig, withRig } from './rig.ts';
import { nextMillisecond } from '../next-millisecond.ts';
import { notPlainJson } from '../plain-json.ts';

/** What `map` promises. */
export function mapCases(options: DestinationContractOptions): readonly ContractCase[] {
  const forEachEvent =
    (test: (rig: Rig, event: Event) => void | Promise<void>) => (): Promise<void> =>
      withRig(options, async (rig) => {
        for (const event of rig.events) await test(rig, event);
      });

  return [
    {
      clause: 'D1',
      name: 'map gives the same answer for the same event and profile',
      run: forEachEvent(async ({ destination, profile }, event) => {
        const first = destination.map(event, profile);
        await nextMillisecond();
        const again = (await options.create()).map(event, profile);
        assert.deepEqual(again, first, `${nameOf(event)} was mapped in two ways`);
      }),
    },
    {
      clause: 'D2',
      name: 'map leaves the event and the profile as they were',
      run: forEachEvent(({ destination, profile }, event) => {
        const before = structuredClone({ event, profile });
        destination.map(event, profile);
        assert.deepEqual({ event, profile }, before);
      }),
    },
    {
      clause: 'D3',
      name: 'payloads are plain JSON',
      run: forEachEvent(({ operationsOf }, event) => {
        for (const { payload } of operationsOf(event)) {
          assert.equal(notPlainJson(payload, 'payload'), undefined);
        }
      }),
    },
    {
      clause: 'D4',
      name: 'the keys of one event are distinct, and none is empty',
      run: forEachEvent(({ operationsOf }, event) => {
        const keys = operationsOf(event).map(({ key }) => key);
        assert.ok(!keys.includes(''), `${nameOf(event)} has an operation whose key is empty`);
        assert.deepEqual(
          [...new Set(keys)],
          keys,
          `two operations of ${nameOf(event)} have one key`,
        );
      }),
    },
    {
      clause: 'D5',
      name: 'keys do not depend on when the event was received',
      run: forEachEvent(({ operationsOf }, event) => {
        const later = { ...event, receivedAt: '2031-01-01T00:00:00.000Z' };
        const keysOf = (one: Event): string[] => operationsOf(one).map(({ key }) => key);
        assert.deepEqual(keysOf(later), keysOf(event));
      }),
    },
    {
      clause: 'D6',
      name: 'every operation travels in a declared lane and fits into it',
      run: forEachEvent(({ destination, operationsOf }, event) => {
        for (const { lane: name, payload } of operationsOf(event)) {
          const lane = destination.lanes[name];
          assert.ok(lane, `${nameOf(event)} travels in lane "${name}", which is not declared`);
          assert.ok(lane.maxOperations >= 1, `lane "${name}" carries nothing`);
          const bytes = Buffer.byteLength(JSON.stringify(payload));
          assert.ok(
            bytes <= (lane.maxBytes ?? Infinity),
            `lane "${name}" is too small for a payload`,
          );
        }
      }),
    },
  ];
}
