import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const slowMs = 5_000;

// Reads each request to its end, and accepts it: at once, or after five seconds when it is for /slow.
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const accept = (): void => void response.writeHead(202).end();
    if (request.url === '/slow') setTimeout(accept, slowMs);
    else accept();
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
