import type { Floor } from '../floor.ts';
import type { Life } from '../life.ts';
import {
  archived,
  type Afterwards,
  cancelled,
  cancelledAndPaidBack,
  corrected,
  disputed,
  edited,
  nonsense,
  nothingMore,
  paidBackByStatus,
  pickedUp,
  returned,
  returnedInParts,
  shipped,
} from './afterwards.ts';
import { account } from './account.ts';
import {
  byCard,
  byProgram,
  byStaff,
  byTransfer,
  declinedThenPaid,
  downloaded,
  neverPaid,
  type Payment,
  verified,
} from './payments.ts';
import { giveUp } from './visit.ts';

/** How often each is, roughly as in a shop, the odd ones more often than there. */
const payments: readonly (readonly [number, Payment | undefined])[] = [
  [46, byCard],
  [8, downloaded],
  [10, byTransfer],
  [3, declinedThenPaid],
  [3, verified],
  [7, byStaff],
  [5, byProgram],
  [18, undefined],
];

const afterwards: readonly (readonly [number, Afterwards])[] = [
  [50, shipped],
  [4, pickedUp],
  [6, nothingMore],
  [5, cancelled],
  [3, cancelledAndPaidBack],
  [5, returned],
  [5, returnedInParts],
  [2, paidBackByStatus],
  [3, disputed],
  [5, nonsense],
  [3, corrected],
  [5, edited],
  [3, archived],
];

/** One who comes, orders, and what becomes of the order. */
export function* shopper(floor: Floor, live: (life: Life) => void): Life {
  const { chance, people } = floor;
  const person = people.visitor();
  if (chance.of(0.25)) people.register(person);
  if (chance.of(0.2)) live(account(floor, person));
  if (chance.of(0.25)) yield* giveUp(floor, person);
  const pays = chance.weighted(payments);
  if (pays === undefined) return yield* neverPaid(floor, person);
  const order = yield* pays(floor, person);
  // What was downloaded is never shipped.
  if (pays === downloaded) return chance.of(0.05) ? order.refund({}) : undefined;
  yield* chance.weighted(afterwards)(floor, order);
}
