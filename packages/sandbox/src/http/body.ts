import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

const decompressors = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** The body as it was meant, or the HTTP status that says why it cannot be had. */
export type Body = { readonly bytes: Buffer } | { readonly refused: 400 | 413 | 415 };

/** Reads a request to its end and decompresses it. `limit` holds for what was sent and for what it unfolds to. */
export async function readBody(message: IncomingMessage, limit: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on when it is too much: a client still sending would see a broken pipe, and never the 413.
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) return { refused: 413 };
  const [only] = chunks;
  return decompress(
    chunks.length === 1 && only ? only : Buffer.concat(chunks),
    message.headers['content-encoding'],
    limit,
  );
}

async function decompress(sent: Buffer, encoding = 'identity', limit: number): Promise<Body> {
  if (encoding === 'identity') return { bytes: sent };
  if (!isKnown(encoding)) return { refused: 415 };
  try {
    return { bytes: await decompressors[encoding](sent, { maxOutputLength: limit }) };
  } catch (error) {
    const tooLarge = error instanceof RangeError; // zlib's ERR_BUFFER_TOO_LARGE
    return { refused: tooLarge ? 413 : 400 };
  }
}

function isKnown(encoding: string): encoding is keyof typeof decompressors {
  return Object.hasOwn(decompressors, encoding);
}
