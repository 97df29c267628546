import type { Draft } from '@millrace/core';

/** Where the events of a caller must end, each by a rule of its own. */
export type Fate =
  /** With an email: delivered. */
  | 'delivered'
  /** Two orders without an email, then an identify that names it: held, until the third of them releases both. */
  | 'late'
  /** Its email passes the mapping, and the vendor refuses it: dead letters of stage `deliver`. */
  | 'refused'
  /** Its transform throws: dead letters of stage `transform`. */
  | 'broken';

/** One event, named so that both processes can say what it is: `round-caller-number`. */
export interface Told {
  readonly round: number;
  readonly caller: number;
  readonly number: number;
}

/** An identify comes after so many orders of somebody late. */
const cycle = 3;

export function told(id: string): Told {
  const [round = 0, caller = 0, number = 0] = id.split('-').map(Number);
  return { round, caller, number };
}

export const idOf = ({ round, caller, number }: Told): string => `${round}-${caller}-${number}`;

/** Of sixteen callers twelve are ordinary. */
export function fateOf({ caller }: Told): Fate {
  const place = caller % 16;
  if (place === 3 || place === 11) return 'late';
  if (place === 7) return 'refused';
  return place === 15 ? 'broken' : 'delivered';
}

/** Whom an event is about. Somebody late is somebody new in each cycle. */
export function personOf(event: Told): string {
  const { round, caller, number } = event;
  return fateOf(event) === 'late'
    ? `late-${round}-${caller}-${Math.floor(number / cycle)}`
    : `person-${caller}`;
}

export const isIdentify = (event: Told): boolean =>
  fateOf(event) === 'late' && event.number % cycle === cycle - 1;

export function emailOf(event: Told): string {
  // A top-level domain of one letter: of the right form, and no vendor takes it.
  return `${personOf(event)}@post.${fateOf(event) === 'refused' ? 'x' : 'millrace-shop.co'}`;
}

/** @param padding bytes that make an order larger. */
export function draftOf(id: string, padding = 0): Draft {
  const event = told(id);
  const common = { messageId: id, userId: personOf(event) };
  if (isIdentify(event)) return { ...common, type: 'identify', traits: { email: emailOf(event) } };
  const order = {
    order_id: id,
    total: '19.99',
    currency: 'USD',
    products: [],
    ...(fateOf(event) === 'broken' && { broken: true }),
    ...(padding > 0 && { note: 'x'.repeat(padding) }),
  };
  const known = fateOf(event) !== 'late' && { context: { traits: { email: emailOf(event) } } };
  return { ...common, ...known, type: 'track', event: 'Order Completed', properties: order };
}

/** How many of these wait behind a held order for good: the second orders of people whom no identify names. */
export function countBehind(ids: readonly string[]): number {
  const known = new Set(ids);
  return ids.filter((id) => {
    const event = told(id);
    if (fateOf(event) !== 'late' || event.number % cycle !== 1) return false;
    return !known.has(idOf({ ...event, number: event.number + 1 }));
  }).length;
}
