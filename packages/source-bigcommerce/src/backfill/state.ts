import type { StateChange } from '@millrace/core';
import * as z from 'zod';
import type { BackfillPart } from './report.ts';

/** A range, as it is kept: what a second call with the same one goes on with. */
export interface Range {
  /** ISO 8601, UTC. */
  readonly from?: string;
  readonly until: string;
  readonly what: readonly BackfillPart[];
}

const count = z.int().min(0).default(0);

/** How far one part is. */
export const PartState = z.object({
  /** Where the next page begins: of a form that only the part knows. */
  cursor: z.string().optional(),
  total: z.int().min(0).optional(),
  read: count,
  events: count,
  known: count,
  skipped: count,
  done: z.boolean().default(false),
});
export type PartState = z.output<typeof PartState>;

export const freshPart = (): PartState => PartState.parse({});

/** How far a backfill is. Each page is one commit with this. */
export const BackfillState = z.object({
  customers: PartState.optional(),
  subscribers: PartState.optional(),
  orders: PartState.optional(),
});
export type BackfillState = z.output<typeof BackfillState>;

export function stateKey({ from = '', until, what }: Range): string {
  return `backfill:${from}/${until}/${what.join('+')}`;
}

export const stateChange = (range: Range, value: BackfillState | undefined): StateChange => ({
  key: stateKey(range),
  value,
});
