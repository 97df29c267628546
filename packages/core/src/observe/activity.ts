import { Subject, type Observable } from 'rxjs';

/** Something that happened to an event, in the order in which it happened. */
export type Activity = {
  /** ISO 8601, UTC. */
  readonly at: string;
} & (
  | { readonly type: 'accepted'; readonly messageId: string; readonly event: string }
  | { readonly type: 'duplicate'; readonly messageId: string; readonly event: string }
  | {
      /** A call was refused, and nothing of it is stored. Names are there if the draft had them. */
      readonly type: 'refused';
      readonly messageId?: string;
      readonly event?: string;
      readonly reason: string;
    }
  | {
      /** A transform or a destination's rule decided that the event goes no further. */
      readonly type: 'dropped';
      readonly messageId: string;
      readonly event: string;
      readonly destination?: string;
      readonly reason: string;
    }
  | {
      readonly type: 'delivered';
      readonly messageId: string;
      readonly event: string;
      readonly destination: string;
    }
  | {
      readonly type: 'retrying' | 'held' | 'released' | 'rejected' | 'dead';
      readonly messageId: string;
      readonly event: string;
      /** Absent for a dead letter of stage `transform`, which is about no destination. */
      readonly destination?: string;
      readonly reason: string;
    }
  | {
      /**
       * A destination cannot be reached, or refuses our credentials, or somebody has paused it; its events wait and count no
       * attempt.
       */
      readonly type: 'paused';
      readonly destination: string;
      readonly reason: string;
      /** Absent when it is paused until somebody resumes it. */
      readonly until?: string;
    }
  | { readonly type: 'resumed'; readonly destination: string }
  | {
      /**
       * Somebody should know of it: something about an event that was delivered all the same, or, without an event, about
       * a destination's account or settings.
       */
      readonly type: 'warned';
      readonly destination: string;
      /** What kind of thing, such as `phone_left_out`. */
      readonly kind: string;
      readonly reason: string;
      readonly messageId?: string;
      readonly event?: string;
    }
);

type Bare<T> = T extends unknown ? Omit<T, 'at'> : never;

/** The activity of one pipeline: what has happened is published here and read as `pipeline.activity$`. */
export class ActivityFeed {
  readonly #subject = new Subject<Activity>();
  readonly #now: () => number;
  /** A hot stream: whoever subscribes late has missed what was before. It completes when the pipeline closes. */
  readonly activity$: Observable<Activity> = this.#subject.asObservable();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether anybody listens: if nobody does, nothing needs to be put together. */
  get isWatched(): boolean {
    return this.#subject.observed;
  }

  publish(activity: Bare<Activity>): void {
    if (!this.isWatched) return;
    this.#subject.next({ at: new Date(this.#now()).toISOString(), ...activity });
  }

  complete(): void {
    this.#subject.complete();
  }
}
