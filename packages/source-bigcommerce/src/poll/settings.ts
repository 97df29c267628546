import * as z from 'zod';

/** What a caller may say of the sweeps. */
export const pollFields = {
  /**
   * The sweeps over what changed in the store, which find what webhooks missed: one at the start, and then one after
   * another. `false` does without, and what webhooks miss stays missed.
   */
  poll: z
    .union([
      z.literal(false),
      z.strictObject({
        /** From one sweep to the next, in milliseconds, a tenth more or less. Default 3,600,000: an hour. */
        everyMs: z.int().min(60_000).max(86_400_000).default(3_600_000),
        /**
         * How far a sweep goes back behind the one before, in milliseconds, as lists may show a change later than it was
         * made. Default 900,000: a quarter of an hour.
         */
        overlapMs: z.int().min(0).max(86_400_000).default(900_000),
      }),
    ])
    .prefault({}),
};

/** Of a source without sweeps of its own, those that are asked for by hand. */
export const usualOverlapMs = 900_000;
