import { createServer, type IncomingHttpHeaders } from 'node:http';

/** One request as it came over the wire. */
export interface Post {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: number;
  readonly body: { readonly batch: readonly Record<string, unknown>[]; readonly writeKey: string };
}

/** What comes back for a request. */
type Reply =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | 'silence';

/** A stand-in for Segment that takes everything, unless a test says otherwise. */
export interface Sink extends AsyncDisposable {
  readonly url: string;
  readonly posts: Post[];
  reply(decide: (post: Post) => Reply): void;
}

export async function openSink(): Promise<Sink> {
  const posts: Post[] = [];
  let decide: (post: Post) => Reply = () => ({ status: 200 });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const { url = '', headers } = request;
      const body = JSON.parse(bytes.toString()) as Post['body'];
      const post = { path: url, headers, bytes: bytes.length, body };
      posts.push(post);
      const reply = decide(post);
      if (reply !== 'silence') {
        response.writeHead(reply.status, reply.headers).end('{"success":true}');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const reply = (next: (post: Post) => Reply): void => void (decide = next);

  return {
    url: `http://127.0.0.1:${port}`,
    posts,
    reply,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
