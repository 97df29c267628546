import { Events } from './events.ts';
import { Ids } from './ids.ts';
import { Lists } from './lists.ts';
import { Metrics } from './metrics.ts';
import { Profiles } from './profiles.ts';

/** Something Klaviyo answers 202 to and then throws away without a word. */
export interface Discarded {
  /**
   * `test_address`: Klaviyo ignores addresses at domains such as example.com. `unknown_profile`: there was nobody to
   * unsubscribe.
   */
  readonly reason: 'test_address' | 'unknown_profile';
  readonly email: string | null;
  readonly phone_number: string | null;
  /** For an event: the name of its metric. */
  readonly metric?: string;
  /** For an event that has one. */
  readonly unique_id?: string;
}

/** All that one Klaviyo account knows. */
export class Account {
  readonly ids = new Ids();
  profiles = new Profiles(this.ids);
  metrics = new Metrics(this.ids);
  lists = new Lists(this.ids);
  events = new Events();
  duplicates = 0;
  discarded: Discarded[] = [];

  reset(): void {
    this.profiles = new Profiles(this.ids);
    this.metrics = new Metrics(this.ids);
    this.lists = new Lists(this.ids);
    this.events = new Events();
    this.duplicates = 0;
    this.discarded = [];
  }
}
