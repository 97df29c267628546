import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPipeline, memoryStore } from '@millrace/core';
import {
  destinationContract,
  identifyEvent,
  orderCompleted,
  sourceContract,
  trackEvent,
  transformContract,
} from '@millrace/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { collector } from '../examples/collector.ts';
import { blocksOf } from '../examples/regions.ts';
import { returns, type Returns } from '../examples/returns.ts';
import { dropInternalTraffic, nameTheShop, tellGiftCards } from '../examples/transforms.ts';

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/rows`;
}

it.each([
  ['write-a-destination.md', 'collector.ts'],
  ['write-a-transform.md', 'transforms.ts'],
  ['write-a-source.md', 'returns.ts'],
])('%s shows the code of %s', async (page, file) => {
  const code = (await read(`../examples/${file}`)).trimEnd();
  expect(blocksOf(await read(page), 'ts')).toContain(code);
});

describe('the destination of the guide', async () => {
  const rows = new Map<string, unknown>();
  let respond: RequestListener;
  const take: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      for (const row of JSON.parse(body) as { id: string }[]) rows.set(row.id, row);
      response.end();
    });
  };
  respond = take;
  const url = await serve((request, response) => respond(request, response));
  const token = 'a-token-of-the-tests';

  it.each(
    destinationContract({
      create: () => collector({ url, token }),
      configure: collector,
      events: [orderCompleted(), identifyEvent()],
      secrets: [token],
      respond: {
        ok: () => void (respond = take),
        status: (status, headers) =>
          void (respond = (_, response) => response.writeHead(status, headers).end()),
        reset: () => void (respond = (request) => request.socket.destroy()),
        silence: () => void (respond = () => undefined),
      },
    }),
  )('$clause $name', ({ run }) => run());

  it('gets events from a pipeline', async () => {
    rows.clear();
    const pipeline = await createPipeline({
      store: memoryStore(),
      transforms: [dropInternalTraffic, tellGiftCards],
      destinations: [collector({ url, token })],
    });
    await pipeline.start();
    await pipeline.track({
      messageId: 'order-1001',
      userId: '42',
      event: 'Order Completed',
      properties: { order_id: '1001', products: [{ sku: 'GIFT-50', category: 'Gift card' }] },
    });
    expect(await pipeline.close()).toMatchObject({ delivered: 2, pending: 0 });
    expect([...rows.keys()]).toEqual(['order-1001', 'gift-card:1001:1']);
  });
});

const orders = [orderCompleted(), trackEvent()];
describe.each([dropInternalTraffic, nameTheShop('web shop'), tellGiftCards])(
  'the transform of the guide: $name',
  (transform) => {
    it.each(transformContract({ create: () => transform, events: orders }))(
      '$clause $name',
      ({ run }) => run(),
    );
  },
);

describe('the source of the guide', async () => {
  const url = await serve((request, response) => {
    const after = Number(new URL(request.url ?? '', 'http://desk').searchParams.get('after'));
    const parcels = told && after < 7 ? [{ id: 7, orderId: '1001', email: 'ana@shop.co' }] : [];
    response.setHeader('content-type', 'application/json').end(JSON.stringify(parcels));
  });
  let told = false;

  it.each(
    sourceContract({
      create() {
        told = false;
        return returns({ url });
      },
      async notify(source, context) {
        told = true;
        await (source as Returns).poll();
        return (await context.recall('cursor')) !== undefined;
      },
    }),
  )('$clause $name', ({ run }) => run());
});
