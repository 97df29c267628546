import { expect, test } from 'vitest';
import { manualClock } from '@millrace/core/testing';
import { HooksKeeper } from './keeper.ts';

const remedy = {
  action: 'reactivate' as const,
  scope: 'store/order/*',
  destination: 'https://shop.example/',
  why: 'it is off',
};

test('a source looks after its webhooks at the start and once an hour, also after a failure', async () => {
  const clock = manualClock();
  let looks = 0;
  const lines: string[] = [];
  const log = (_: object, message: string) => void lines.push(message);
  const keeper = new HooksKeeper(
    {
      repair: async () => {
        looks += 1;
        if (looks === 1) throw new Error('BigCommerce is down');
        return looks === 2 ? [remedy] : [];
      },
    },
    clock,
    { debug: log, info: log, warn: log, error: log },
  );
  keeper.start();
  await clock.advance(3_599_999);
  expect(looks).toBe(1);
  await clock.advance(1);
  await clock.advance(3_600_000);
  expect(looks).toBe(3);
  expect(lines).toEqual([
    'The BigCommerce webhooks could not be looked at.',
    'A BigCommerce webhook was put in order.',
  ]);
  await keeper.stop();
  await clock.advance(7_200_000);
  expect(looks).toBe(3);
});
