import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody } from './body.ts';
import {
  type Answer,
  encode,
  type Handler,
  type Refusal,
  type SandboxRequest,
} from './exchange.ts';
import { type Fault, FaultQueue } from './fault.ts';
import { meetFault } from './meet-fault.ts';
import { type RecordedRequest, RequestLog } from './request-log.ts';
import { Sleeper } from './sleeper.ts';

export interface ServerOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number | undefined;
  /** The clock, in ms: `Date.now` when absent. */
  readonly now?: (() => number) | undefined;
  /** The largest body, sent and decompressed; above it the answer is `refuse(413)`. */
  readonly maxBodyBytes: number;
  readonly handle: Handler;
  readonly refuse: Refusal;
}

/** The part that every sandbox shares. */
export interface SandboxServer {
  readonly url: string;
  /** The last 1,000 requests, oldest first; the newest 64 MiB of their bodies. */
  readonly requests: readonly RecordedRequest[];
  /** The next `times` requests that match meet this fault (once when absent; `Infinity`: until `recover()`). */
  fail(fault: Fault, times?: number): void;
  /** Clears every fault. */
  recover(): void;
  /** Empties the request log. */
  forget(): void;
  /** Cuts what is open and stops listening. Safe to call twice. */
  close(): Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<SandboxServer> {
  const { handle, refuse, maxBodyBytes, now = Date.now } = options;
  const faults = new FaultQueue();
  const log = new RequestLog();
  const sleeper = new Sleeper();
  let down = false;

  const server = createServer((message, response) => {
    // A client that hangs up while it sends leaves nothing to answer.
    serve(message, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    if (down) socket.destroy();
  });

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = now();
    const body = await readBody(message, maxBodyBytes);
    const { pathname, searchParams } = new URL(message.url ?? '/', 'http://sandbox');
    const request: SandboxRequest = {
      method: message.method ?? 'GET',
      path: pathname,
      query: searchParams,
      headers: message.headers,
      body: 'bytes' in body ? body.bytes : Buffer.alloc(0),
      at,
    };
    const fault = faults.take(request.method, request.path);
    const refuseIt: Refusal = (status, retryAfter) => refuse(status, retryAfter, pathname);
    const decide: Decide = () => ('refused' in body ? refuseIt(body.refused) : handle(request));
    const answer = await meetFault(fault, () => attempt(decide, refuseIt), refuseIt, sleeper);
    log.add(request, { status: answer?.status ?? 0, ...(fault && { fault: fault.kind }) });
    if (answer) send(response, answer);
    else response.destroy();
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    get requests() {
      return log.records;
    },
    fail(fault, times = 1) {
      if (fault.kind !== 'down') return faults.add(fault, times);
      down = true;
      server.closeAllConnections();
    },
    recover() {
      down = false;
      faults.clear();
    },
    forget: () => log.clear(),
    async close() {
      sleeper.wakeAll();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

type Decide = () => Answer | Promise<Answer>;

async function attempt(decide: Decide, refuse: Refusal): Promise<Answer> {
  try {
    return await decide();
  } catch (error) {
    // A defect of the sandbox must not look like the vendor's weather.
    const reason = encodeURIComponent(error instanceof Error ? error.message : String(error));
    const answer = refuse(500);
    return { ...answer, headers: { ...answer.headers, 'x-sandbox-defect': reason } };
  }
}

function send(response: ServerResponse, answer: Answer): void {
  const { headers, bytes } = encode(answer);
  response.writeHead(answer.status, headers).end(bytes);
}
