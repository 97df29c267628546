/** What is swept, each with a cursor of its own. */
export type SweptKind = 'orders' | 'refunds' | 'customers' | 'subscribers';

/** What a sweep met of one kind. */
export interface Swept {
  /** How many there were that changed since the last sweep, or shortly before it. */
  readonly read: number;
  /** How many subjects were put into the inbox because of them: what webhooks had missed so far. */
  readonly noticed: number;
  /** Everything that changed before this time, by the store's clock, was met: ISO 8601, UTC. */
  readonly through: string;
  /** Why the sweep ended early. The next one goes on where this one stopped. */
  readonly failed?: string;
}

/** What came of a sweep, by kind. Kinds that the settings leave out are absent. */
export type SweepReport = Readonly<Partial<Record<SweptKind, Swept>>>;
