import { Events } from './events.ts';
import { Ids } from './ids.ts';
import { Lists } from './lists.ts';
import { Metrics } from './metrics.ts';
import { ProfileJobs } from './profile-jobs.ts';
import { Profiles } from './profiles.ts';

/** Something Klaviyo answers 202 to and then throws away without a word. */
export interface Discarded {
  /**
   * `test_address`: Klaviyo ignores addresses at domains such as example.com. `unknown_profile`: there was nobody to
   * unsubscribe, to unsuppress or to delete.
   */
  readonly reason: 'test_address' | 'unknown_profile';
  readonly email: string | null;
  readonly phone_number: string | null;
  /** For an event: the name of its metric. */
  readonly metric?: string;
  /** For an event that has one. */
  readonly unique_id?: string;
}

/** What an account is, whatever is sent to it. */
export interface AccountFacts {
  readonly timezone: string;
  readonly currency: string;
  readonly isTest: boolean;
  /** Names of the metrics of integrations other than the API, by the name of the integration. */
  readonly integrations: Readonly<Record<string, readonly string[]>>;
}

const usual: AccountFacts = { timezone: 'UTC', currency: 'USD', isTest: true, integrations: {} };

/** All that one Klaviyo account knows. */
export class Account {
  readonly facts: AccountFacts;
  readonly ids = new Ids();
  profiles = new Profiles(this.ids);
  metrics = new Metrics(this.ids);
  lists = new Lists(this.ids);
  events = new Events();
  profileJobs = new ProfileJobs();
  duplicates = 0;
  discarded: Discarded[] = [];

  constructor(facts: Partial<AccountFacts> = {}) {
    this.facts = { ...usual, ...facts };
    this.#integrate();
  }

  /** The metrics of integrations are there before anything is sent. */
  #integrate(): void {
    const at = new Date(0).toISOString();
    for (const [integration, names] of Object.entries(this.facts.integrations)) {
      for (const name of names) this.metrics.findOrCreate(name, integration, at);
    }
  }

  reset(): void {
    this.profiles = new Profiles(this.ids);
    this.metrics = new Metrics(this.ids);
    this.lists = new Lists(this.ids);
    this.events = new Events();
    this.profileJobs = new ProfileJobs();
    this.duplicates = 0;
    this.discarded = [];
    this.#integrate();
  }
}
