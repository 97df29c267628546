import * as z from 'zod';

/** What there is to look at in a store. */
export const SubjectKind = z.enum(['order', 'cart', 'customer', 'subscriber']);
export type SubjectKind = z.output<typeof SubjectKind>;

/** One of them: what a webhook, or a sweep, says something about. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/**
 * The name of a subject among the keys of what is remembered. Numbers have one length, so that keys are in the order of
 * the ids.
 */
export function subjectKey({ kind, id }: Subject): string {
  return `${kind}:${padded(id)}`;
}

export function padded(id: string): string {
  return /^\d+$/.test(id) ? id.padStart(16, '0') : id;
}
