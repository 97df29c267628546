import * as z from 'zod';
import type { Api } from '../api/api.ts';
import { AccessRefused, NotFound, UnexpectedAnswer } from '../api/errors.ts';
import { readOne } from '../api/read.ts';

/** BigCommerce: REST Management, Store Information V2, "Get System Timestamp": seconds. */
const Time = z.object({ time: z.number().positive() });

/**
 * The store's own clock, in milliseconds since 1970. `undefined` when it does not tell: the access token may lack the
 * scope, which nothing else here needs.
 */
export async function vendorTime(api: Api, signal: AbortSignal): Promise<number | undefined> {
  try {
    const { time } = await readOne(api, '/v2/time', Time, { signal, priority: 'background' });
    return time * 1_000;
  } catch (error) {
    const isUntold =
      error instanceof AccessRefused ||
      error instanceof NotFound ||
      error instanceof UnexpectedAnswer;
    if (isUntold) return undefined;
    throw error;
  }
}
