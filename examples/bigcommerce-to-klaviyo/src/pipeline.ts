import { createServer } from 'node:http';
import { createPipeline, defineTransform, type Activity } from '@millrace/core';
import { klaviyo } from '@millrace/destination-klaviyo';
import { bigcommerce } from '@millrace/source-bigcommerce';
import type { Accounts } from './accounts.ts';

// The whole of what a backend writes: a source, a transform, a destination, and a route for the webhooks.

const markDemo = defineTransform({
  name: 'mark where it came from',
  on: 'Order Completed',
  apply: (event) => ({ ...event, properties: { ...event.properties, affiliation: 'web shop' } }),
});

export async function startPipeline(
  accounts: Accounts,
  directory: string,
  port: number,
  watch: (activity: Activity) => void = () => undefined,
) {
  const store = bigcommerce(accounts.bigcommerce);
  const pipeline = await createPipeline({
    directory,
    sources: [store],
    transforms: [markDemo],
    destinations: [klaviyo(accounts.klaviyo)],
  });
  pipeline.activity$.subscribe(watch);
  await pipeline.start();

  const server = createServer((request, response) => store.listener(request, response));
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return {
    pipeline,
    store,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      return pipeline.close();
    },
  };
}
