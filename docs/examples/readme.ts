// The code of README.md: each block there is one of the regions here, and docs/readme.test.ts runs them.

//#region pipeline
import { createServer } from 'node:http';
import { createPipeline, defineTransform } from '@millrace/core';
import { klaviyo, type KlaviyoSettings } from '@millrace/destination-klaviyo';
import { bigcommerce, type BigCommerceSettings } from '@millrace/source-bigcommerce';

const nameTheShop = defineTransform({
  name: 'name the shop',
  on: 'Order Completed',
  apply: (event) => ({ ...event, properties: { ...event.properties, affiliation: 'web shop' } }),
});

export async function serve(shop: BigCommerceSettings, mail: KlaviyoSettings, directory: string) {
  const store = bigcommerce(shop); // { storeHash, accessToken, clientSecret }
  const pipeline = await createPipeline({
    directory, // the events are kept here until they are delivered, and after that
    sources: [store],
    transforms: [nameTheShop],
    destinations: [klaviyo(mail)], // { apiKey }
  });
  await pipeline.start();
  const server = createServer(store.listener).listen(process.env['PORT'] ?? 8080);
  return { pipeline, server };
}
//#endregion pipeline

type Serving = Awaited<ReturnType<typeof serve>>;

export async function redeem({ pipeline }: Pick<Serving, 'pipeline'>): Promise<string> {
  //#region track
  const { status } = await pipeline.track({
    messageId: 'coupon-1001-SUMMER', // the same fact told twice is one event
    userId: '42',
    event: 'Coupon Applied', // completes in the editor, and so do its properties
    properties: { order_id: '1001', coupon_id: 'SUMMER', discount: '5.00' },
    context: { traits: { email: 'ana@post.millrace-shop.co' } },
  });
  // 'accepted': the event is on disk. 'duplicate': it was before. 'dropped': a transform said so.
  //#endregion track
  return status;
}

export async function shutDown({ pipeline, server }: Serving) {
  //#region close
  server.close();
  const report = await pipeline.close({ timeoutMs: 10_000 }); // { delivered, pending, held, dead }
  //#endregion close
  return report;
}
