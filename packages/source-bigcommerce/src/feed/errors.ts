import { MillraceError } from '@millrace/core';

/** The feed cannot be made from what the store says: a person must mend something there, or in the settings. */
export class FeedImpossible extends MillraceError {
  constructor(why: string) {
    super('FEED_IMPOSSIBLE', `The catalogue feed cannot be made: ${why}.`);
  }
}

/** Nobody read the feed for a while: it was given up. */
export class FeedStalled extends MillraceError {
  constructor(ms: number) {
    super(
      'FEED_STALLED',
      `The catalogue feed was given up: its reader took nothing for ${ms / 1_000} s.`,
    );
  }
}
