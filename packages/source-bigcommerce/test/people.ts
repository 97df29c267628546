import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Draft } from '@millrace/core';
import { manualClock, memorySourceContext } from '@millrace/core/testing';
import { bigcommerceSandbox, type PendingWebhook } from '@millrace/sandbox';
import { bigcommerce, type BigCommerceSettings } from '../src/index.ts';
import { Traffic } from './traffic.ts';

/** A store, the webhooks about its customers and subscribers, and a source that has been running for a day. */
export async function openPeople(
  settings: Partial<BigCommerceSettings> = {},
  scopes: readonly string[] = ['store/customer/*', 'store/subscriber/*'],
) {
  const clock = manualClock();
  const context = memorySourceContext({ clock });
  const traffic = new Traffic();
  const sandbox = await bigcommerceSandbox({ now: () => clock.now(), requestQuota: 100_000 });
  const { storeHash, accessToken, clientSecret, url } = sandbox;
  const open = () => {
    const credentials = { storeHash, accessToken, clientSecret, endpoint: url };
    const made = bigcommerce({ ...credentials, fetch: traffic.fetch, poll: false, ...settings });
    made.attach(context);
    return made;
  };
  let source = open();
  const receiver = createServer((req, res) => source.listener(req, res)).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  for (const scope of scopes) {
    const body = JSON.stringify({ scope, destination: `http://127.0.0.1:${port}/` });
    const headers = { 'x-auth-token': accessToken };
    await fetch(`${url}/stores/${storeHash}/v3/hooks`, { method: 'POST', headers, body });
  }

  const settle = async (): Promise<void> => {
    await sandbox.settled({ ignoreRetries: true });
    await traffic.idle();
  };
  const people = {
    clock,
    context,
    sandbox,
    get source() {
      return source;
    },
    start: async () => source.start?.(),
    /** Stops the source and starts another one with the same memory, as a new process does. */
    async restart() {
      await source.stop?.();
      source = open();
      await source.start?.();
    },
    settle,
    /** Loses, doubles and shuffles the webhooks of what happens in `work`, then lets a second pass. */
    async weather(work: () => void, order: (pending: PendingWebhook[]) => PendingWebhook[]) {
      sandbox.holdWebhooks();
      work();
      await sandbox.releaseWebhooks(order);
      await settle();
      await clock.advance(1_000);
    },
    /** Lets so many minutes pass, with all that they set off. */
    async pass(minutes: number): Promise<void> {
      for (let step = 0; step < minutes * 4; step += 1) {
        await clock.advance(15_000);
        await settle();
      }
    },
    /** Does it, a second after what was before, and lets it be told. */
    async does(work: () => void) {
      await clock.advance(1_000);
      work();
      await settle();
    },
    get told(): readonly Draft<'identify' | 'track'>[] {
      return context.accepted as readonly Draft<'identify' | 'track'>[];
    },
    /** Resolves when the next request to such a path is sent. */
    asked: (path: RegExp) => traffic.sent(path),
    /** The requests to the API for such a path. */
    requests: (path: RegExp) => sandbox.requests.filter((one) => path.test(one.path)).length,
    async close() {
      await source.stop?.();
      await sandbox.close();
      receiver.closeAllConnections();
      receiver.close();
    },
  };
  return people;
}

export type People = Awaited<ReturnType<typeof openPeople>>;
