import { describe, expect, it } from 'vitest';
import { ecommerce } from '../event/ecommerce/index.ts';
import { identifyEvent, orderCompleted, trackEvent } from './events.ts';
import { notAnEvent } from './not-an-event.ts';

describe('the event factories', () => {
  it.each([trackEvent(), identifyEvent(), orderCompleted(), orderCompleted({ lines: 0 })])(
    'make a normalised $type event',
    (event) => {
      expect(notAnEvent(event)).toBeUndefined();
      expect(Object.isFrozen(event)).toBe(true);
    },
  );

  it('make each event another one', () => {
    expect(trackEvent().messageId).not.toBe(trackEvent().messageId);
  });

  it('make an Order Completed of the e-commerce spec, of as many lines as asked', () => {
    const { properties } = orderCompleted({ lines: 3, orderId: '7' });

    expect(ecommerce['Order Completed'].parse(properties)).toEqual(properties);
    expect(properties).toMatchObject({ order_id: '7', total: 31.5, products: { length: 3 } });
  });

  it('leave what a test hands in as it was', () => {
    const properties = { coupon_id: 'X' };

    expect(trackEvent({ properties }).properties).toEqual(properties);
    expect(Object.isFrozen(properties)).toBe(false);
  });
});
