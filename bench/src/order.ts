/** One order of five lines, as a shop's backend would track it: about two kilobytes of JSON. */
export function order(number: number) {
  const email = `customer${number % 20_000}@post.millrace-shop.co`;
  return {
    messageId: `order-${number}`,
    userId: String(number % 20_000),
    event: 'Order Completed',
    timestamp: '2026-07-15T10:00:00.000Z',
    context: { ip: '203.0.113.7', traits: { email, firstName: 'Jo', lastName: 'Miller' } },
    properties: {
      order_id: String(number),
      currency: 'USD',
      total: 107.35,
      subtotal: 99.95,
      revenue: 99.95,
      shipping: 4.9,
      tax: 2.5,
      discount: 0,
      affiliation: 'web shop',
      products: Array.from({ length: 5 }, (_, index) => ({
        product_id: `product-${index}`,
        sku: `SKU-${number % 100}-${index}`,
        category: 'Kitchen',
        name: 'A mug of oak, turned by hand',
        brand: 'Acme Woodworks',
        variant: 'large',
        price: 19.99,
        quantity: 1,
        position: index + 1,
        url: `https://shop.millrace-shop.co/products/${index}`,
        image_url: `https://cdn.millrace-shop.co/images/products/${index}.png`,
      })),
    },
  };
}

/** Has `callers` at work at a time until `total` calls are made, each waiting for its own. */
export async function callers(
  total: number,
  count: number,
  call: (number: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < total) {
      const number = next;
      next += 1;
      await call(number);
    }
  };
  await Promise.all(Array.from({ length: count }, one));
}
