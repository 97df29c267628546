import * as z from 'zod';
import type { Subject, SubjectKind } from '../subject.ts';
import { MalformedWebhook, UnknownStore } from './refusal.ts';

/**
 * What every webhook has.
 *
 * BigCommerce: Webhooks, "Webhook Events" and "Channel Webhook Events".
 */
const Envelope = z.looseObject({
  scope: z.string(),
  producer: z.string(),
  data: z.unknown().optional(),
});

const number = z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,15}$/)]).transform(String);
const uuid = z.string().regex(/^[\w-]{1,64}$/);

/** What a family of scopes names in its `data`, and under which of its members. */
interface Naming {
  readonly scope: RegExp;
  readonly kind: SubjectKind;
  readonly members: readonly (readonly string[])[];
  readonly id: z.ZodType<string>;
}

// The first that matches. A member that is not there, or of another form, is passed over.
const namings: readonly Naming[] = [
  {
    scope: /^store\/(channel\/\d+\/)?order\//,
    kind: 'order',
    // In channel scopes and transactions `order_id`, in metafields `resource_id`.
    members: [['order_id'], ['id'], ['resource_id']],
    id: number,
  },
  { scope: /^store\/shipment\//, kind: 'order', members: [['orderId'], ['order_id']], id: number },
  {
    scope: /^store\/(channel\/\d+\/)?cart\//,
    kind: 'cart',
    // Of a line item, `id` is the line's.
    members: [['cart_id'], ['cartId'], ['id'], ['resource_id']],
    id: uuid,
  },
  {
    scope: /^store\/customer\//,
    kind: 'customer',
    // Of an address, `id` is the address's.
    members: [['address', 'customer_id'], ['customer_id'], ['id'], ['resource_id']],
    id: number,
  },
  { scope: /^store\/subscriber\//, kind: 'subscriber', members: [['id']], id: number },
];

/** What a webhook says has changed. */
export interface Notice {
  /** What is to be looked at. */
  readonly subjects: readonly Subject[];
  /** What is remembered and no longer true. */
  readonly stale?: Stale;
  /**
   * It is about one of these, but does not say which. Refusing it would bring it again for two days, and then switch off
   * the webhook with all that it would have told; the next sweep finds what it was about.
   */
  readonly unnamed?: SubjectKind;
  /** BigCommerce could not deliver to us. */
  readonly exception?: DeliveryException;
}

/** A part of what is remembered of the store itself. */
export type Stale = { readonly product: string } | 'categories' | 'store';

const DeliveryException = z.object({ id: z.number(), error_code: z.number(), message: z.string() });
export type DeliveryException = z.output<typeof DeliveryException>;

/**
 * What a webhook is about. Nothing more is taken from it: webhooks come late, twice and in any order, so what is true is
 * read from the API.
 *
 * @throws {MalformedWebhook}
 * @throws {UnknownStore}
 */
export function readNotice(body: Uint8Array, storeHash: string): Notice {
  const envelope = Envelope.safeParse(json(body));
  if (!envelope.success) throw new MalformedWebhook('it has no scope or no producer');
  const { scope, producer, data } = envelope.data;
  if (producer !== `stores/${storeHash}`) throw new UnknownStore();
  const naming = namings.find((one) => one.scope.test(scope));
  if (naming === undefined) return { subjects: [], ...aside(scope, data) };

  const id = naming.members
    .map((path) => naming.id.safeParse(at(data, path)).data)
    .find((found) => found !== undefined);
  if (id === undefined) return { subjects: [], unnamed: naming.kind };
  const about = { kind: naming.kind, id };
  const order = number.safeParse(at(data, ['orderId'])).data;
  const becameOrder = scope.endsWith('/cart/converted') && order !== undefined;
  return { subjects: becameOrder ? [about, { kind: 'order', id: order }] : [about] };
}

/** Webhooks about what is no subject of ours, but of use. */
function aside(scope: string, data: unknown): Pick<Notice, 'stale' | 'exception'> {
  if (scope === 'store/hook/deliveryException') {
    const exception = DeliveryException.safeParse(data).data;
    return exception === undefined ? {} : { exception };
  }
  if (scope.startsWith('store/category/')) return { stale: 'categories' };
  if (/^store\/(information|channel)\//.test(scope)) return { stale: 'store' };
  if (!/^store\/(product|sku)\/(?!inventory)/.test(scope)) return {};
  const named = at(data, ['sku', 'product_id']) ?? at(data, ['id']) ?? at(data, ['resource_id']);
  const product = number.safeParse(named).data;
  return product === undefined ? {} : { stale: { product } };
}

function at(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, member) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, member)
        ? (value as Record<string, unknown>)[member]
        : undefined,
    data,
  );
}

function json(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new MalformedWebhook('it is not JSON', cause);
  }
}
