/** What one measurement gives: how many were done, and what else was measured, by name. */
export interface Result {
  readonly count: number;
  readonly figures: Readonly<Record<string, number>>;
}
