import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bigcommerceSandbox, klaviyoSandbox, type PendingWebhook } from '@millrace/sandbox';
import { audit } from './audit.ts';
import { placeOrder, seeded, stock } from './shop.ts';
import { printTable } from './table.ts';
import { Worker } from './worker.ts';

const orders = 300;
const seed = 7;
/** BigCommerce waits a minute and more between its attempts; the demo has no two days. */
const webhookDelaysMs = [200, 400, 800, 1_600, 3_200, 6_400, 6_400, 6_400, 6_400, 6_400, 6_400];
const patienceMs = 60_000;

/** Places orders in a sandbox store, kills the pipeline in the middle, and compares both ends. */
export async function runDemo(): Promise<number> {
  const began = Date.now();
  const directory = await mkdtemp(join(tmpdir(), 'millrace-demo-'));
  // The quota of a large plan: on the smallest, 900 look-ups would take three minutes.
  const store = await bigcommerceSandbox({ webhookDelaysMs, requestQuota: 20_000 });
  const mail = await klaviyoSandbox();
  const port = await freePort();
  const worker = new Worker({
    accounts: {
      bigcommerce: {
        storeHash: store.storeHash,
        accessToken: store.accessToken,
        clientSecret: store.clientSecret,
        sharedHeader: { name: 'x-shared-secret', value: 'demo-shared-secret' },
        endpoint: store.url,
        // The source makes the webhook itself, with the header in it.
        webhooks: {
          destination: `http://127.0.0.1:${port}/webhooks/bigcommerce`,
          scopes: ['store/order/*'],
        },
      },
      klaviyo: { apiKey: mail.apiKey, endpoint: mail.url },
    },
    directory,
    port,
  });
  console.log(
    `Sandbox accounts: BigCommerce at ${store.url}, Klaviyo at ${mail.url}. Nothing leaves this machine.`,
  );

  try {
    const goods = stock(store);
    await worker.start();
    await until(() => store.hooks.length > 0, patienceMs);
    const random = seeded(seed);

    console.log(
      `Placing ${orders} orders; every tenth webhook comes twice, and all of them out of order.`,
    );
    for (let number = 1; number <= orders; number += 1) {
      if (number % 50 === 1) store.holdWebhooks();
      placeOrder(store, goods, number, random);
      if (number % 50 !== 0) continue;
      const released = store.releaseWebhooks((pending) => shuffled(pending, random));
      if (number === orders / 2) {
        await until(() => mail.events.length > 0, patienceMs);
        await worker.kill();
        console.log(
          `Killed the pipeline (kill -9) when Klaviyo had ${mail.events.length} events; starting it again.`,
        );
        await worker.start();
      }
      await released;
    }

    await store.settled();
    await until(async () => {
      const { pending, waiting } = await worker.state();
      return pending === 0 && waiting === 0;
    }, patienceMs);
    const state = await worker.state();
    await worker.stop();

    const result = await audit(store, mail, state);
    printTable(result, Date.now() - began);
    return result.agrees ? 0 : 1;
  } finally {
    await Promise.all([store.close(), mail.close()]);
    await rm(directory, { recursive: true, force: true });
  }
}

/** Out of order, and every tenth one twice. */
function shuffled(pending: readonly PendingWebhook[], random: () => number): PendingWebhook[] {
  return pending
    .flatMap((webhook, index) => (index % 10 === 0 ? [webhook, webhook] : [webhook]))
    .map((webhook) => ({ webhook, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ webhook }) => webhook);
}

async function until(holds: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) if (await holds()) return;
}

/** A port that was free a moment ago: the process that is killed must come back to the same one. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
