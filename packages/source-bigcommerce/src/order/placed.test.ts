import { expect, test } from 'vitest';
import { order } from '../../test/orders.ts';
import { standing } from './placed.ts';
import { Order } from './schema.ts';

const of = (status_id: number, more: object = {}, notPlaced = [0, 1, 7]) =>
  standing(Order.parse(order({ status_id, ...more })), notPlaced).is;

test.each([2, 3, 8, 9, 10, 11, 12, 13, 14])('an order of status %i is placed', (status) => {
  expect(of(status)).toBe('placed');
});

test.each([0, 1, 7])('an order of status %i is not placed yet', (status) => {
  expect(of(status)).toBe('not placed');
});

test.each([4, 5, 6])('an order of status %i that was never placed is none', (status) => {
  expect(of(status)).toBe('not placed');
});

test('the statuses that are not placed are a setting', () => {
  expect(of(7, {}, [0, 1])).toBe('placed');
  expect(of(11, {}, [0, 1, 11])).toBe('not placed');
});

test('an archived order is passed over, with a reason', () => {
  expect(of(11, { is_deleted: true })).toBe('skipped');
  expect(of(0, { is_deleted: true })).toBe('not placed');
});
