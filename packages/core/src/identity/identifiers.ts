import type { Event } from '../event/event.ts';
import type { ExternalId } from '../event/context.ts';

/** The types of external id that Millrace itself knows, strongest first. Any other type ranks before `anonymous_id`. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['user_id', 0],
  ['email', 1],
  ['phone', 2],
  ['anonymous_id', 9],
]);
const customRank = 5;
const rankOf = ({ type }: ExternalId): number => ranks.get(type) ?? customRank;

/** Longer ones are no ids of anybody: they are kept in the event, but link nothing. */
const longestId = 255;

const looksLikeEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The form in which two spellings of one id are equal: emails are compared without case, phones by their digits. */
function canonical(type: string, id: string): string {
  const trimmed = id.trim();
  if (type === 'email') return trimmed.toLowerCase();
  if (type === 'phone') return trimmed.replace(/[\s().-]/g, '');
  return trimmed;
}

function firstString(...candidates: unknown[]): string | undefined {
  return candidates.find((c): c is string => typeof c === 'string' && c.trim() !== '');
}

/** The email that an event itself carries: in its traits, its properties, its context, or as its user id. */
export function emailOf(event: Event): string | undefined {
  const traits = 'traits' in event && event.type === 'identify' ? event.traits : undefined;
  const properties = 'properties' in event ? event.properties : undefined;
  const email = firstString(traits?.email, properties?.['email'], event.context.traits?.email);
  if (email !== undefined) return email.trim();
  return event.userId !== undefined && looksLikeEmail.test(event.userId) ? event.userId : undefined;
}

/** The phone number that an event itself carries, as it was written. */
export function phoneOf(event: Event): string | undefined {
  const traits = event.type === 'identify' ? event.traits : undefined;
  const properties = 'properties' in event ? event.properties : undefined;
  return firstString(traits?.phone, properties?.['phone'], event.context.traits?.phone)?.trim();
}

/**
 * All that an event says of who it is about, strongest first, without repeats.
 *
 * The order decides whose event it is when its ids belong to different profiles: see {@link link}.
 */
export function identifiersOf(event: Event): readonly ExternalId[] {
  const found: ExternalId[] = [];
  const add = (type: string, value: string | undefined): void => {
    if (value === undefined) return;
    const id = canonical(type, value);
    if (id !== '' && id.length <= longestId && !found.some((f) => f.type === type && f.id === id))
      found.push({ type, id });
  };
  add('user_id', event.userId);
  add('email', emailOf(event));
  add('phone', phoneOf(event));
  for (const { type, id } of event.context.externalIds ?? []) add(type, id);
  add('anonymous_id', event.anonymousId);
  if (event.type === 'alias') {
    add(looksLikeEmail.test(event.previousId) ? 'email' : 'anonymous_id', event.previousId);
  }
  return found.sort((a, b) => rankOf(a) - rankOf(b));
}
