import { line, order } from './orders.ts';

/**
 * The orders of a store, by id and status, and a `fetch` that answers as the API does, without a network. They are of
 * guests, and of nothing that is in a catalogue: there is nothing else in this store.
 */
export class SmallStore {
  readonly statuses = new Map<number, number>();
  readonly asked: string[] = [];

  readonly fetch: typeof globalThis.fetch = async (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    this.asked.push(pathname);
    const [, id, part] = /\/v2\/orders\/(\d+)(?:\/(\w+))?$/.exec(pathname) ?? [];
    const status_id = this.statuses.get(Number(id));
    if (status_id === undefined) return Response.json([{ status: 404 }], { status: 404 });
    if (part === 'products') return Response.json([line({ product_id: 0, variant_id: null })]);
    if (part === 'coupons') return new Response(null, { status: 204 });
    const nobody = { customer_id: 0, payment_status: '' };
    return Response.json(order({ id: Number(id), status_id, ...nobody }));
  };
}
