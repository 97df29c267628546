import { createPipeline, memoryStore, type Pipeline } from '@millrace/core';
import { klaviyo, klaviyoBook } from '@millrace/destination-klaviyo';
import { printReport, reconcile, type ReconcileOptions, repair } from '@millrace/reconcile';
import { bigcommerceSandbox, klaviyoSandbox } from '@millrace/sandbox';
import { bigcommerce, type BigCommerceSource } from '@millrace/source-bigcommerce';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Accounts, realAccounts } from './accounts.ts';
import { placeOrder, seeded, stock } from './shop.ts';

// Compares a store with a Klaviyo account. Without accounts: two sandboxes, of which one has lost something.

const day = 24 * 3_600_000;

async function open(accounts: Accounts, directory?: string) {
  const store = bigcommerce({ ...accounts.bigcommerce, poll: false });
  const pipeline = await createPipeline({
    ...(directory === undefined ? { store: memoryStore() } : { directory }),
    sources: [store],
    destinations: [klaviyo(accounts.klaviyo)],
  });
  const compare = async (from: string, until: string, more: Partial<ReconcileOptions> = {}) => {
    const destination = klaviyoBook(accounts.klaviyo);
    const ends = { source: store.book(), destination, pipeline };
    const report = await reconcile({ ...ends, from, until, ...more });
    printReport(report, process.stdout, { days: 'that differ' });
    return report;
  };
  return { store, pipeline, compare };
}

/** The last week of real accounts. Nothing is started, so that nothing is delivered; nothing is repaired. */
async function runLive(accounts: Accounts): Promise<number> {
  const directory = process.env['MILLRACE_DIRECTORY'] ?? './.millrace';
  const { pipeline, compare } = await open(accounts, directory);
  try {
    const report = await compare(dateOf(Date.now() - 7 * day), dateOf(Date.now()));
    return report.agrees ? 0 : 1;
  } finally {
    await pipeline.close();
  }
}

async function runDemo(): Promise<number> {
  const [shop, mail] = await Promise.all([
    bigcommerceSandbox({ requestQuota: 20_000 }),
    klaviyoSandbox({ account: { timezone: 'Europe/Madrid' } }),
  ]);
  const { storeHash, accessToken, clientSecret, url: endpoint } = shop;
  const { store, pipeline, compare } = await open({
    bigcommerce: { storeHash, accessToken, clientSecret, endpoint },
    klaviyo: { apiKey: mail.apiKey, endpoint: mail.url },
  });
  const [goods, random] = [stock(shop), seeded(7)];
  try {
    await pipeline.start();
    for (let number = 1; number <= 50; number += 1) placeOrder(shop, goods, number, random);
    await store.backfill({ until: new Date(Date.now() + day) });
    await pipeline.flush();
    console.log('The account has the first 50 orders. Of ten more, no webhook arrives.\n');
    for (let number = 51; number <= 60; number += 1) placeOrder(shop, goods, number, random);

    const [from, until] = [dateOf(Date.now() - day), dateOf(Date.now() + day)];
    // What has just happened would be taken to be on its way.
    const graceMs = 0;
    const before = await compare(from, until, { graceMs });
    const { steps } = await repair(before, { pipeline, source: store, dryRun: false });
    for (const { action, event, order, text } of steps) {
      console.log(`${action}: ${event} ${order}, ${text}`);
    }
    await delivered(store, pipeline);
    console.log('\nAfter the repair:\n');
    return (await compare(from, until, { graceMs })).agrees ? 0 : 1;
  } finally {
    await pipeline.close();
    await Promise.all([shop.close(), mail.close()]);
  }
}

async function delivered(store: BigCommerceSource, pipeline: Pipeline): Promise<void> {
  while ((await store.waiting(1)).length > 0) await sleep(50);
  await pipeline.flush();
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const accounts = realAccounts(process.env);
process.exitCode = accounts === undefined ? await runDemo() : await runLive(accounts);
