import { createRequestListener } from '@remix-run/node-fetch-server';
import { type Clock, parseSettings, systemClock } from '@millrace/core';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Gate } from '../api/gate.ts';
import { storeApi } from '../api/store-api.ts';
import { storeProfile } from '../store/profile.ts';
import { reasonOf } from '../work/failure.ts';
import { isAuthorised } from './authorised.ts';
import { bodyOf } from './body.ts';
import { feedItems } from './feed-items.ts';
import { type Format, formatOf } from './format.ts';
import type { Item } from './item.ts';
import { patientApi } from './patient-api.ts';
import { Count, type FeedReading } from './reading.ts';
import {
  answered,
  couldNotBeMade,
  notAuthorised,
  nothingToShow,
  refused,
  tooMany,
  unknownFormat,
  wrongMethod,
} from './refusal.ts';
import { type CatalogFeedSettings, FeedSettings } from './settings.ts';

/** A feed of the catalogue, to be mounted where Klaviyo reads it. */
export interface CatalogFeed {
  /** Answers a request with the feed, while it is being made. */
  readonly handle: (request: Request) => Promise<Response>;
  /** The same for `node:http`, Express and Fastify's raw request. */
  readonly listener: (req: IncomingMessage, res: ServerResponse) => void;
  /** How the latest reading that is over went: what was left out of it, and why. */
  lastReading(): FeedReading | undefined;
}

const mostReaders = 4;
const idleMs = 5 * 60_000;

/** Klaviyo: "Sync a custom catalog feed to Klaviyo": a file of the feed has at most 100 MB. */
const mostBytes = 100 * 1024 * 1024;

/**
 * The products of one channel as a custom catalogue feed for Klaviyo, in JSON or XML. It is made while it is read, a page
 * of products at a time, however many there are. If BigCommerce fails before the first item, the answer is an error; if it
 * fails later, and for good, the answer breaks off: never is a part of the catalogue taken for the whole.
 *
 * @throws {InvalidSettings}
 */
export function catalogFeed(
  settings: CatalogFeedSettings,
  clock: Clock = systemClock,
): CatalogFeed {
  const options = parseSettings('catalogFeed', FeedSettings, settings);
  const { logger, token } = options;
  const api = patientApi(storeApi(options, clock, new Gate(clock, Math.random)), clock);
  let readers = 0;
  let last: FeedReading | undefined;

  async function answer(request: Request): Promise<Response> {
    if (!['GET', 'HEAD'].includes(request.method)) return refused(wrongMethod);
    if (token !== undefined && !isAuthorised(request, token)) return refused(notAuthorised);
    const format = formatOf(request);
    if (!format) return refused(unknownFormat);
    if (request.method === 'HEAD') return answered(null, format.contentType);
    if (readers >= mostReaders) return refused(tooMany);
    return read(request, format);
  }

  async function read(request: Request, format: Format): Promise<Response> {
    readers += 1;
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, request.signal]);
    const count = new Count();
    const ended = (how: FeedReading['ended'], error?: unknown): void => {
      readers -= 1;
      last = count.reading(how, clock.now(), error === undefined ? undefined : reasonOf(error));
      tell(last);
    };
    try {
      const store = storeProfile({ api, clock, closing: signal });
      const call = { signal, priority: 'background' as const };
      const items = feedItems({ api, store, settings: options, count }, call);
      const first = await items.next();
      if (first.done === true) {
        ended('broken', new Error(nothingToShow.message));
        return refused(nothingToShow);
      }
      const body = bodyOf(written(first.value, items, format, count), {
        clock,
        idleMs,
        stop,
        ended: ({ error, cut }) => {
          if (cut) ended('given up');
          else if (error === undefined) ended('complete');
          else ended('broken', error);
        },
      });
      return answered(body, format.contentType);
    } catch (error) {
      ended(signal.aborted ? 'given up' : 'broken', error);
      return refused(couldNotBeMade(error));
    }
  }

  function tell({ ended, items, bytes, leftOut, reason }: FeedReading): void {
    const fields = { items, bytes, leftOut, ...(reason !== undefined && { reason }) };
    if (ended === 'broken') {
      logger.error(fields, 'The catalogue feed could not be made to its end.');
    } else if (bytes > mostBytes) {
      logger.warn(fields, 'The catalogue feed has more than the 100 MB that Klaviyo takes.');
    } else {
      logger.info(fields, `A reading of the catalogue feed is over: ${ended}.`);
    }
  }

  return {
    handle: answer,
    listener: createRequestListener((request: Request) => answer(request), {
      // The connection is cut when a feed breaks off; and a request that is not HTTP as we know it gets this.
      onError: () => new Response(null, { status: 400 }),
    }),
    lastReading: () => last,
  };
}

async function* written(
  first: readonly Item[],
  rest: AsyncGenerator<readonly Item[]>,
  format: Format,
  count: Count,
): AsyncGenerator<string> {
  const text = (items: readonly Item[], isFirst: boolean): string => {
    const each = items.map((item, index) => format.item(item, isFirst && index === 0));
    const all = `${isFirst ? format.head : ''}${each.join('')}`;
    count.bytes += Buffer.byteLength(all);
    return all;
  };
  yield text(first, true);
  for await (const items of rest) yield text(items, false);
  count.bytes += Buffer.byteLength(format.tail);
  yield format.tail;
}
