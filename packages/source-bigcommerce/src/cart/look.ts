import { NotFound } from '../api/errors.ts';
import { readOne } from '../api/read.ts';
import { cartKey, checkoutKey } from '../memory/keys.ts';
import { isPast } from '../past.ts';
import type { Shop } from '../shop.ts';
import type { Look, Looked } from '../work/look.ts';
import { contentOf } from './content.ts';
import { checkoutStarted } from './draft.ts';
import { emailOf } from './email.ts';
import { ForgetOld } from './forget-old.ts';
import { type CartLedger, nextTime, recallCart, remember } from './ledger.ts';
import { itemsOf } from './lines.ts';
import { isOrdered } from './ordered.ts';
import { recoveryLink } from './recovery-link.ts';
import { Checkout } from './schema.ts';
import { standingOf } from './started.ts';

/** A cart that nothing is known of may be too new for the server that was asked. */
const tooNewMs = 15_000;

const include = 'cart.line_items.physical_items.options,cart.line_items.digital_items.options';

/** Looks at a cart as it is now, and tells that its checkout has started, once for each content. */
export function cartLook(shop: Shop): Look {
  const { settings, context } = shop;
  const { clock } = context;
  const old = new ForgetOld(context);

  return async (id, signal) => {
    const ledger = await recallCart(context, id);
    const checkout = await readCheckout(shop, id, signal);
    if (checkout === undefined) return gone(id, ledger, clock.now());
    const pressed = (await context.recall(checkoutKey(id))) !== undefined;
    const standing = standingOf(checkout, settings.checkoutStarted, pressed, clock.now());
    if (standing !== 'started') return { as: 'known', ...standing };

    const email = await emailOf(checkout, shop, signal);
    if (email === undefined) return { as: 'known' };
    const content = contentOf(checkout, email);
    const { told = [], at: last } = ledger ?? {};
    if (told.includes(content) || (await isOrdered(checkout, shop, signal))) return { as: 'known' };

    const at = nextTime(checkout.updated_time, last, clock.now());
    const draft = checkoutStarted(checkout, {
      storeHash: settings.storeHash,
      cartId: id,
      email,
      content,
      at,
      isHistory: isPast(at, shop.historyBefore),
      checkoutUrl: settings.recovery && recoveryLink(id, settings.storeHash, settings.recovery),
      catalog: await shop.catalog.products(...productsIn(checkout), signal),
    });
    const remembered = remember(id, { told: [...told, content], at }, clock.now());
    return { as: 'told', drafts: [draft], changes: [...(await old.some(id)), remembered] };
  };
}

/** `undefined`: ordered, deleted or too old, which all look the same. */
async function readCheckout({ api }: Shop, id: string, signal: AbortSignal) {
  try {
    const call = { signal, query: { include } };
    return await readOne(api, `/v3/checkouts/${id}`, Checkout, call);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** A cart that is gone never comes back: nothing of it is remembered. Its order, if there is one, tells of itself. */
function gone(id: string, ledger: CartLedger | undefined, now: number): Looked {
  if (ledger === undefined) {
    const waits = remember(id, { told: [], missing: true }, now);
    return { as: 'known', changes: [waits], againInMs: tooNewMs };
  }
  const changes = [cartKey(id), checkoutKey(id)].map((key) => ({ key, value: undefined }));
  return { as: 'known', changes };
}

function productsIn(checkout: Checkout): [ids: readonly string[], channelId: number | undefined] {
  const ids = itemsOf(checkout).flatMap(({ product_id: id }) => id ?? []);
  return [[...new Set(ids)], checkout.cart.channel_id ?? undefined];
}
