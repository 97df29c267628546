import { createServer, type Server } from 'node:http';
import { bigcommerceSandbox, type BigCommerceSandbox } from '@millrace/sandbox';
import { bigcommerce, type BigCommerceSettings, type BigCommerceSource } from '../src/index.ts';
import { FakeContext, FakeDisk } from './fake-context.ts';
import { ManualClock } from './manual-clock.ts';
import { Traffic } from './traffic.ts';

/** A store, its product, a receiver of webhooks, and the source behind it, all on one clock. */
export interface Shop {
  readonly sandbox: BigCommerceSandbox;
  readonly clock: ManualClock;
  readonly traffic: Traffic;
  readonly disk: FakeDisk;
  readonly source: BigCommerceSource;
  readonly context: FakeContext;
  readonly productId: number;
  /** Stops the source and starts another one on the same disk, as a new process does. */
  restart(more?: Partial<BigCommerceSettings>): Promise<void>;
  /** Resolves when every webhook is answered, and the source waits for nothing but time. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface ShopOptions extends Partial<BigCommerceSettings> {
  readonly requestQuota?: number;
  /** When false, the source takes webhooks but does not look at orders until `restart()`. */
  readonly start?: boolean;
}

export async function openShop({
  requestQuota = 100_000,
  start = true,
  ...more
}: ShopOptions = {}): Promise<Shop> {
  const traffic = new Traffic();
  const clock = new ManualClock(undefined, traffic.idle);
  const disk = new FakeDisk();
  const sandbox = await bigcommerceSandbox({ now: clock.now, requestQuota });
  const { id: productId } = sandbox.addProduct({ name: 'Grist Bag', price: '25.00' });

  const open = (settings: Partial<BigCommerceSettings>) => {
    const context = new FakeContext(disk, clock);
    const { storeHash, accessToken, clientSecret, url } = sandbox;
    const source = bigcommerce({
      storeHash,
      accessToken,
      clientSecret,
      endpoint: url,
      fetch: traffic.fetch,
      // What webhooks bring is looked at without the sweeps that would find it anyway.
      poll: false,
      // These tests are about orders; what is told of people has its own.
      customers: false,
      ...settings,
    });
    source.attach(context);
    return { source, context };
  };
  let current = open(more);

  const receiver = createServer((req, res) => current.source.listener(req, res));
  await subscribe(sandbox, await listen(receiver));
  if (start) await current.source.start?.();

  return {
    sandbox,
    clock,
    traffic,
    disk,
    productId,
    get source() {
      return current.source;
    },
    get context() {
      return current.context;
    },
    async restart(settings = {}) {
      await current.source.stop?.();
      current = open({ ...more, ...settings });
      await current.source.start?.();
    },
    async settle() {
      await sandbox.settled({ ignoreRetries: true });
      await traffic.idle();
    },
    async close() {
      await current.source.stop?.();
      await sandbox.close();
      await new Promise((resolve) => {
        receiver.close(resolve);
        receiver.closeAllConnections();
      });
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/webhooks`;
}

async function subscribe(sandbox: BigCommerceSandbox, destination: string): Promise<void> {
  const response = await fetch(`${sandbox.url}/stores/${sandbox.storeHash}/v3/hooks`, {
    method: 'POST',
    headers: { 'x-auth-token': sandbox.accessToken, 'content-type': 'application/json' },
    body: JSON.stringify({ scope: 'store/order/*', destination, is_active: true }),
  });
  if (!response.ok) throw new Error(`The sandbox made no hook: ${await response.text()}`);
}
