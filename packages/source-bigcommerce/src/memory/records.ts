import * as z from 'zod';
import { SubjectKind } from '../subject.ts';

/** A subject in the inbox. */
export const Waiting = z.object({
  kind: SubjectKind,
  id: z.string(),
  /** When the first of the notices came that are not dealt with: ISO 8601, UTC. */
  since: z.string(),
  /** Changes with each notice: whoever dealt with the subject sees whether another one came meanwhile. */
  notices: z.int(),
  /** How often it failed. */
  attempts: z.int(),
  /** How often BigCommerce had no such thing. */
  missing: z.int(),
  /** Why it failed the last time. */
  reason: z.string().optional(),
});
export type Waiting = z.output<typeof Waiting>;

/** A subject that was passed over. */
export const Skipped = z.object({
  kind: SubjectKind,
  id: z.string(),
  reason: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
});
export type Skipped = z.output<typeof Skipped>;
