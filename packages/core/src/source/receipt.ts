/**
 * The answer to one event. `accepted`: it is on disk and will be delivered. `duplicate`: its `messageId` is known, and
 * nothing has changed. `dropped`: a transform said so; see `pipeline.drops()`.
 *
 * An event whose transform failed is `accepted` too: it is kept as a dead letter and can be replayed.
 */
export interface Receipt {
  readonly messageId: string;
  readonly status: 'accepted' | 'duplicate' | 'dropped';
}
