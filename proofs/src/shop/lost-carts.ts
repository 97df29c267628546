import type { Webhook } from '@millrace/sandbox';

/**
 * The webhooks of carts that the weather has lost. Carts cannot be listed, so no sweep finds them: a cart of which every
 * webhook was lost is the one thing besides a passing status that nobody can know.
 */
export class LostCarts {
  /** For each cart when they were sent: milliseconds since 1970, whole seconds. */
  readonly times = new Map<string, number[]>();

  note({ scope, body }: Webhook): void {
    if (!scope.startsWith('store/cart/')) return;
    const { data, created_at: at } = JSON.parse(body) as {
      data: { id: string };
      created_at: number;
    };
    const times = this.times.get(data.id);
    if (times) times.push(at * 1_000);
    else this.times.set(data.id, [at * 1_000]);
  }
}
