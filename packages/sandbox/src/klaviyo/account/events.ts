/** An event that the sandbox account has stored. */
export interface KlaviyoEvent {
  readonly id: string;
  /** The name of the metric. */
  readonly metric: string;
  readonly metricId: string;
  readonly profileId: string;
  /** ISO 8601, UTC, truncated to the second as Klaviyo does. */
  readonly time: string;
  /** The very number that was sent. */
  readonly value: number | null;
  readonly value_currency: string | null;
  readonly unique_id: string | null;
  /** Without the values that Klaviyo ignores: 0, null and the empty string. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Recorded without triggering flows. */
  readonly backfill: boolean;
}

type StoredEvent = { -readonly [K in keyof KlaviyoEvent]: KlaviyoEvent[K] };

/** The events, each profile's and each metric's at hand, and the rule of what counts as the same event. */
export class Events {
  all: StoredEvent[] = [];
  readonly #byProfile = new Map<string, StoredEvent[]>();
  readonly #byMetric = new Map<string, StoredEvent[]>();
  readonly #seen = new Map<string, Set<string>>();

  ofProfile(profileId: string): readonly KlaviyoEvent[] {
    return this.#byProfile.get(profileId) ?? [];
  }

  ofMetric(metricId: string): readonly KlaviyoEvent[] {
    return this.#byMetric.get(metricId) ?? [];
  }

  /**
   * Stores the event unless it is one the account has: the same profile, metric and unique_id, of which the first
   * wins. Without a unique_id the second of its time takes that place (Klaviyo: Create Event, `unique_id`).
   */
  add(event: KlaviyoEvent): 'stored' | 'duplicate' {
    const seen = entry(this.#seen, event.profileId, () => new Set());
    const key = identity(event);
    if (seen.has(key)) return 'duplicate';
    seen.add(key);
    this.all.push(event);
    entry(this.#byProfile, event.profileId, () => []).push(event);
    entry(this.#byMetric, event.metricId, () => []).push(event);
    return 'stored';
  }

  /** Forgets what a profile did, with the profile. */
  forget(profileId: string): void {
    const gone = new Set<KlaviyoEvent>(this.#byProfile.get(profileId));
    this.#byProfile.delete(profileId);
    this.#seen.delete(profileId);
    this.all = this.all.filter((event) => !gone.has(event));
    for (const [metricId, events] of this.#byMetric) {
      this.#byMetric.set(
        metricId,
        events.filter((event) => !gone.has(event)),
      );
    }
  }

  /** When profiles are merged both histories stay whole: what was stored is not de-duplicated again. */
  move(fromProfileId: string, toProfileId: string): void {
    const moving = this.#byProfile.get(fromProfileId) ?? [];
    const seen = entry(this.#seen, toProfileId, () => new Set());
    const kept = entry(this.#byProfile, toProfileId, () => []);
    for (const event of moving) {
      event.profileId = toProfileId;
      seen.add(identity(event));
      kept.push(event);
    }
    this.#byProfile.delete(fromProfileId);
    this.#seen.delete(fromProfileId);
  }
}

function identity(event: KlaviyoEvent): string {
  return `${event.metricId} ${event.unique_id ?? Date.parse(event.time) / 1000}`;
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
