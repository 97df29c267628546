import { createPipeline } from '@millrace/core';
import { klaviyo } from '@millrace/destination-klaviyo';

/** What the process that is killed is told. */
export interface CrashTask {
  readonly directory: string;
  readonly url: string;
  readonly apiKey: string;
  readonly round: number;
  /** How many callers track at a time; 0 only delivers what is left. */
  readonly callers: number;
}

/** What it says: an order is acknowledged, or nothing is left to deliver. */
export type CrashMessage = { readonly acknowledged: string } | { readonly pending: number };

async function run({ directory, url, apiKey, round, callers }: CrashTask): Promise<void> {
  const destination = klaviyo({ apiKey, endpoint: url });
  // Without the pace of a real account, so that deliveries are always under way when the process is killed.
  const lanes = Object.fromEntries(
    Object.entries(destination.lanes).map(([name, lane]) => [name, { ...lane, limits: [] }]),
  );
  const pipeline = await createPipeline({ directory, destinations: [{ ...destination, lanes }] });
  await pipeline.start();
  const say = (message: CrashMessage): unknown => process.send?.(message);

  const caller = async (number: number): Promise<never> => {
    for (let next = 0; ; next += 1) {
      const orderId = `${round}-${number}-${next}`;
      await pipeline.track({
        messageId: `order-${orderId}`,
        userId: String(number),
        event: 'Order Completed',
        properties: {
          order_id: orderId,
          total: '19.99',
          currency: 'USD',
          products: [{ product_id: 'mug', price: '19.99', quantity: 1 }],
        },
        context: { traits: { email: `caller${number}@post.millrace-shop.co` } },
      });
      say({ acknowledged: orderId });
    }
  };
  for (let number = 0; number < callers; number += 1) void caller(number);
  if (callers === 0) {
    const { pending } = await pipeline.close({ timeoutMs: 60_000 });
    say({ pending });
  }
}

process.once('message', (task: CrashTask) => void run(task));
