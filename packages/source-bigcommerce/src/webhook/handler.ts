import type { Clock, Logger } from '@millrace/core';
import type { Settings } from '../settings.ts';
import type { Subject } from '../subject.ts';
import type { Tally } from '../tally.ts';
import { readBody } from './body.ts';
import { type DeliveryException, readNotice, type Stale } from './envelope.ts';
import { MethodNotAllowed, NotStored, SourceUnavailable, WebhookRefusal } from './refusal.ts';
import { verify } from './verify.ts';

export interface Receiver {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resolves once it is durable that these are to be looked at. */
  readonly notice: (subjects: readonly Subject[]) => Promise<void>;
  /** What is remembered of the store itself is no longer true. */
  readonly forget: (stale: Stale) => void;
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
  async function take(
    request: Request,
    { clock, logger, notice, forget }: Receiver,
  ): Promise<void> {
    const body = await readBody(request);
    verify(request.headers, body, settings, clock.now());
    const { subjects, stale, exception, unnamed } = readNotice(body, settings.storeHash);
    if (stale !== undefined) forget(stale);
    if (exception !== undefined) logger.error(exception, explain(exception));
    if (unnamed !== undefined) {
      logger.warn(
        { kind: unnamed },
        `A BigCommerce webhook does not say which ${unnamed} it is about.`,
      );
    }
    if (subjects.length === 0) {
      tally.count('ignored');
      return;
    }
    await notice(subjects).catch((error: unknown) => {
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

/** BigCommerce: Webhooks, "Delivery exceptions". */
function explain({ error_code: code }: DeliveryException): string {
  if (code === 90_001) {
    return 'BigCommerce could not deliver a webhook and tries again: is this process reachable?';
  }
  if (code === 90_002) {
    return 'BigCommerce gave a webhook up after two days and switched it off: reactivate it.';
  }
  if (code === 90_003) {
    return 'BigCommerce blocks the domain of the webhooks for minutes: too many were not answered with 200.';
  }
  return 'BigCommerce could not deliver a webhook.';
}

function answer({ status, code, message }: WebhookRefusal): Response {
  return Response.json(
    { error: code, message },
    { status, headers: status === 405 ? { allow: 'POST' } : {} },
  );
}
