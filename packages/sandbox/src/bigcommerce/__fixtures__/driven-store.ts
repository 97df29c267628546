import { type Answer, type SandboxServer, startServer } from '../../http/index.ts';
import {
  type BigCommerceSandbox,
  type BigCommerceSandboxOptions,
  bigcommerceSandbox,
  type SteppedDriver,
  steppedDriver,
} from '../index.ts';

/** A webhook as its receiver sees it. */
export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly scope: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Reply<T = unknown> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

/** A store on a clock that a test drives, and a receiver of its webhooks. */
export interface DrivenStore {
  readonly store: BigCommerceSandbox;
  readonly clock: SteppedDriver;
  readonly receiver: SandboxServer;
  readonly received: Received[];
  /** What the receiver answers from now on. */
  respond(status: number): void;
  call(
    path: string,
    request?: { readonly method?: string; readonly body?: unknown; readonly token?: string },
  ): Promise<Reply>;
  /** Makes a hook of the receiver's; the id. */
  hook(scope: string, path?: string, token?: string): Promise<number>;
  /** Lets time pass, from timer to timer, each with all that it sets off. */
  pass(ms: number): Promise<void>;
  /** Resolves when each webhook that is due was attempted. */
  quiet(): Promise<void>;
  /** Places an order of a new product; the id. */
  place(): number;
  close(): Promise<void>;
}

export async function drivenStore(options: BigCommerceSandboxOptions = {}): Promise<DrivenStore> {
  const clock = steppedDriver(Date.UTC(2026, 0, 15, 12));
  const received: Received[] = [];
  let status = 200;
  const receiver = await startServer({
    maxBodyBytes: 10_000,
    refuse: (refused) => ({ status: refused }),
    handle: ({ path, headers, body }): Answer => {
      const { scope, data } = JSON.parse(body.toString('utf8')) as Received;
      received.push({ path, headers, scope, data });
      return { status };
    },
  });
  const store = await bigcommerceSandbox({
    now: clock.now,
    timer: clock.timer,
    requestQuota: 1_000_000,
    ...options,
  });
  const { id: productId } = store.addProduct({ name: 'Towel', price: '10' });
  const quiet = () => store.settled({ ignoreRetries: true });

  const call: DrivenStore['call'] = async (path, { method = 'GET', body, token } = {}) => {
    const response = await fetch(`${store.url}/stores/sandbox1${path}`, {
      method,
      headers: { 'x-auth-token': token ?? store.accessToken },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, body: parsed, headers: response.headers };
  };

  return {
    store,
    clock,
    receiver,
    received,
    respond: (next) => void (status = next),
    call,
    async hook(scope, path = '/', token = store.accessToken) {
      const body = { scope, destination: `${receiver.url}${path}` };
      const made = (await call('/v3/hooks', {
        method: 'POST',
        body,
        token,
      })) as Reply<{ data: { id: number } }>;
      return made.body.data.id;
    },
    async pass(ms) {
      const end = clock.now() + ms;
      for (;;) {
        await quiet();
        const { next } = clock;
        if (next === undefined || next > end) break;
        clock.runTo(next);
      }
      clock.runTo(end);
      await quiet();
    },
    quiet,
    place: () => store.placeOrder({ lines: [{ productId, quantity: 1 }], statusId: 11 }).id,
    async close() {
      await store.close();
      await receiver.close();
    },
  };
}
