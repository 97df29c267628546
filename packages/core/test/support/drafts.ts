/** A track call that is planned, valid, and about `userId`. */
export const coupon = (messageId: string, userId = '42') =>
  ({
    messageId,
    userId,
    event: 'Coupon Applied',
    properties: { coupon_id: 'SUMMER' },
  }) as const;

export const order = (orderId: string) =>
  ({
    messageId: `order-${orderId}`,
    userId: '42',
    event: 'Order Completed',
    properties: { order_id: orderId, total: '29.98', currency: 'USD' },
  }) as const;
