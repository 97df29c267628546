import type { TrackEvent } from '@millrace/core';
import { ask, type ConsentMapping, unidentified } from './consent-mapping.ts';
import { personOf, whoIs } from './who.ts';

/**
 * `List Joined` and `List Left`, of the list `list_id`: on or off the list, with no change of consent.
 *
 * Klaviyo: Lists API, Add Profiles to List, Remove Profiles from List
 */
const to =
  (lane: 'list-additions' | 'list-removals'): ConsentMapping =>
  (event, profile, rules) => {
    const listId = listIn(event.properties);
    if (listId === undefined) return { reject: 'it has no list_id, the id of a list in Klaviyo' };
    const person = personOf(event, profile, rules);
    // Who is added may be made by it; who is removed is there, under whatever identifier.
    const byEmail = rules.enforceEmail && lane === 'list-additions';
    const who = byEmail && person.email === undefined ? undefined : whoIs(person);
    if (who === undefined) return unidentified('nobody is known who could be on a list', rules);
    return { operations: [ask(lane, event, { listId, who })] };
  };

export const joinList = to('list-additions');
export const leaveList = to('list-removals');

/** Klaviyo's ids of lists: short, and safe in a path. */
const listForm = /^[A-Za-z0-9_-]{1,64}$/;

function listIn(properties: TrackEvent['properties']): string | undefined {
  const id = properties['list_id'];
  return typeof id === 'string' && listForm.test(id) ? id : undefined;
}
