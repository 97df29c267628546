import type { Clock, Logger } from '@millrace/core';
import type { Settings } from '../settings.ts';
import type { Tally } from '../tally.ts';
import { readBody } from './body.ts';
import { orderOf } from './envelope.ts';
import { MethodNotAllowed, NotStored, SourceUnavailable, WebhookRefusal } from './refusal.ts';
import { verify } from './verify.ts';

export interface Receiver {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resolves once it is durable that the order is to be looked at. */
  readonly notice: (orderId: number) => Promise<void>;
}

/**
 * Answers webhooks: 200 once what they say is durable, and never before.
 *
 * BigCommerce: Webhooks overview, "Callback retry mechanism": whatever is not a 2xx is sent again for two days.
 *
 * @param receiver what takes the notices; a text, when nothing does, says why.
 */
export function webhookHandler(
  settings: Settings,
  receiver: () => Receiver | string,
  tally: Tally,
): (request: Request) => Promise<Response> {
  async function take(request: Request, { clock, logger, notice }: Receiver): Promise<void> {
    const body = await readBody(request);
    verify(request.headers, body, settings, clock.now());
    const orderId = orderOf(body, settings.storeHash);
    if (orderId === undefined) {
      tally.count('ignored');
      logger.debug({}, 'A BigCommerce webhook that is not about an order was ignored.');
      return;
    }
    await notice(orderId).catch((error: unknown) => {
      throw new NotStored(error);
    });
    tally.count('noticed');
  }

  return async (request) => {
    const to = receiver();
    try {
      if (request.method !== 'POST') throw new MethodNotAllowed();
      if (typeof to === 'string') throw new SourceUnavailable(to);
      await take(request, to);
      return new Response(null, { status: 200 });
    } catch (error) {
      tally.count('refused');
      const refusal = error instanceof WebhookRefusal ? error : new NotStored(error);
      if (typeof to !== 'string') {
        const { code, status } = refusal;
        to.logger.warn({ code, status }, `A BigCommerce webhook was refused: ${refusal.message}`);
      }
      return answer(refusal);
    }
  };
}

function answer({ status, code, message }: WebhookRefusal): Response {
  return Response.json(
    { error: code, message },
    { status, headers: status === 405 ? { allow: 'POST' } : {} },
  );
}
