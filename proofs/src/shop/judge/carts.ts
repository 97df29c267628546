import type { CartHistory, CartStep, KlaviyoEvent } from '@millrace/sandbox';
import type { Arrived } from './arrived.ts';
import type { Evidence } from './evidence.ts';
import { money } from './money.ts';
import { type Row, row } from './row.ts';

const metric = 'Started Checkout';

/**
 * How long a begun checkout must stay as it is to be seen for certain: webhooks are late by up to an hour, and one that
 * was refused is tried again. Milliseconds.
 */
const surelySeenMs = 3 * 3_600_000;
const secondMs = 1_000;

export interface CartsVerdict {
  readonly rows: readonly Row[];
  /** Checkouts that began, and of which every webhook was lost, or that were over before one came. */
  readonly unknowable: number;
}

/**
 * Each Started Checkout must be of a checkout that had begun, and be worth what it was worth; and one that had begun and
 * stayed must be there.
 */
export function judgeCarts(
  { history, seen, end, lostOfCarts }: Pick<Evidence, 'history' | 'seen' | 'end' | 'lostOfCarts'>,
  arrived: Arrived,
): CartsVerdict {
  const problems: string[] = [];
  let store = 0;
  let klaviyo = 0;
  let unknowable = 0;
  for (const cart of history.carts) {
    const begun = cart.steps.filter((step) => step.begun);
    const events = arrived.startedCheckouts(cart.cartId);
    klaviyo += events.length;
    const wrong = events.flatMap((event) => wrongWith(event, begun) ?? []);
    problems.push(...wrong.map((problem) => `cart ${cart.cartId}: ${problem}`));
    const contents = new Set(begun.map(({ content }) => content)).size;
    store += Math.min(events.length - wrong.length, contents);
    if (events.length > contents) {
      problems.push(`cart ${cart.cartId}: ${events.length} events of ${contents} contents`);
    }
    if (events.length > 0 || begun.length === 0) continue;
    const until = cart.goneAt ?? end;
    const stayed = seen(begun[0]?.at ?? until, until) >= surelySeenMs;
    if (stayed && wasHeard(cart, begun, lostOfCarts.get(cart.cartId) ?? [])) {
      store += 1;
      problems.push(`cart ${cart.cartId}: ${metric} is missing`);
    } else unknowable += 1;
  }
  return { rows: [row(metric, store, klaviyo, problems)], unknowable };
}

/** Whether a webhook came through that was sent when the checkout had begun. */
function wasHeard(
  { steps }: CartHistory,
  begun: readonly CartStep[],
  lost: readonly number[],
): boolean {
  const from = begun[0]?.at ?? 0;
  const sent = steps
    .filter(({ at }) => at >= from)
    .reduce((sum, { webhooks }) => sum + webhooks, 0);
  // The vendor dates webhooks by whole seconds.
  return sent > lost.filter((at) => at >= from - secondMs).length;
}

function wrongWith(event: KlaviyoEvent, begun: readonly CartStep[]): string | undefined {
  if (event.backfill) return `${metric} is marked as history`;
  const value = money(event.value ?? 0);
  if (begun.some(({ total }) => money(total) === value)) return undefined;
  return `${metric} is worth ${event.value}, and the checkout was worth ${begun.map(({ total }) => total).join(', ') || 'nothing'}`;
}
