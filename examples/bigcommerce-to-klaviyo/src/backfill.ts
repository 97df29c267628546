import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPipeline } from '@millrace/core';
import { klaviyo } from '@millrace/destination-klaviyo';
import { bigcommerceSandbox, klaviyoSandbox } from '@millrace/sandbox';
import { bigcommerce, showProgress } from '@millrace/source-bigcommerce';
import { placeOrder, seeded, stock } from './shop.ts';

// The history of a store, told to Klaviyo. The local store stands for one that has sold for years.

const orders = 2_000;
const day = 86_400_000;

// The history was made long ago; the source starts now.
const made = Date.now() - 30 * day;
let now = made;
const shop = await bigcommerceSandbox({ requestQuota: 20_000, now: () => now });
const mail = await klaviyoSandbox({ rateLimits: false });
const goods = stock(shop);
const random = seeded(7);
for (let number = 1; number <= orders; number += 1) {
  now += (29 * day) / orders;
  placeOrder(shop, goods, number, random);
}
now = Date.now();

const directory = await mkdtemp(join(tmpdir(), 'millrace-backfill-'));
const { storeHash, accessToken, clientSecret, url } = shop;
const store = bigcommerce({ storeHash, accessToken, clientSecret, endpoint: url });
const pipeline = await createPipeline({
  directory,
  sources: [store],
  destinations: [klaviyo({ apiKey: mail.apiKey, endpoint: mail.url })],
});
await pipeline.start();

// Ctrl-C stops it after the page that is being written; the next run would go on there.
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
const report = await store.backfill({ onProgress: showProgress(), signal: stop.signal });
await pipeline.flush();

const placed = mail.events.filter(({ metric }) => metric === 'Placed Order').length;
const { held } = await pipeline.close();
console.log(`The backfill is ${report.outcome}:`, report.parts);
console.log(`Klaviyo has ${placed} Placed Orders, as history: it fires no flow for them.`);
console.log(`${held} are held: orders without an email.`);
await Promise.all([shop.close(), mail.close()]);
await rm(directory, { recursive: true, force: true });
