import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// Reads each request to its end, and accepts it.
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(202).end());
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
