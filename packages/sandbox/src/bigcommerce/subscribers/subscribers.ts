import { rfc3339, wholeSecond } from '../dates.ts';
import { counter } from '../ids.ts';

/** What somebody can agree to get. */
export type SubscriberConsent = 'marketing_newsletter' | 'abandoned_cart';

/** A newsletter subscriber as `GET /v3/customers/subscribers` answers it. The id is not a customer's. */
export interface Subscriber {
  readonly id: number;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly source: 'storefront' | 'order' | 'custom';
  /** The order that it came of, when that is its source. */
  readonly order_id: number | null;
  readonly channel_id: number;
  /** Empty: unsubscribed, or never agreed: a checkout without the tick makes such a subscriber, too. */
  readonly consents: readonly SubscriberConsent[];
  readonly date_created: string;
  readonly date_modified: string;
}

export interface SubscriberRecord {
  readonly subscriber: Subscriber;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** What can be said of a subscriber, the email apart. */
export interface SubscriberChanges {
  readonly email?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly consents?: readonly SubscriberConsent[] | undefined;
}

/** What `subscribe` takes. */
export interface NewSubscriber extends SubscriberChanges {
  readonly email: string;
  readonly source?: Subscriber['source'] | undefined;
  readonly orderId?: number | undefined;
  readonly channelId?: number | undefined;
}

/** Everybody who was asked whether they want the newsletter, customers and others, by id. */
export class Subscribers {
  readonly byId = new Map<number, SubscriberRecord>();
  readonly #byEmail = new Map<string, number>();
  readonly #nextId = counter(1);
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(id: number): Subscriber {
    const record = this.byId.get(id);
    if (!record) throw new RangeError(`The sandbox has no subscriber ${id}`);
    return record.subscriber;
  }

  withEmail(email: string): SubscriberRecord | undefined {
    const id = this.#byEmail.get(email.toLowerCase());
    return id === undefined ? undefined : this.byId.get(id);
  }

  add(input: NewSubscriber): Subscriber {
    const at = wholeSecond(this.#now());
    const subscriber: Subscriber = {
      id: this.#nextId(),
      email: input.email,
      first_name: input.firstName ?? '',
      last_name: input.lastName ?? '',
      source: input.source ?? 'storefront',
      order_id: input.orderId ?? null,
      channel_id: input.channelId ?? 1,
      consents: input.consents ?? ['marketing_newsletter'],
      date_created: rfc3339(at),
      date_modified: rfc3339(at),
    };
    return this.#put({ subscriber, createdAt: at, modifiedAt: at });
  }

  update(id: number, changes: SubscriberChanges): Subscriber {
    const { email, firstName, lastName, consents } = changes;
    const before = this.get(id);
    const at = wholeSecond(this.#now());
    return this.#put({
      subscriber: {
        ...before,
        ...(email !== undefined && { email }),
        ...(firstName !== undefined && { first_name: firstName }),
        ...(lastName !== undefined && { last_name: lastName }),
        ...(consents !== undefined && { consents }),
        date_modified: rfc3339(at),
      },
      createdAt: this.byId.get(id)?.createdAt ?? at,
      modifiedAt: at,
    });
  }

  delete(id: number): void {
    this.#byEmail.delete(this.get(id).email.toLowerCase());
    this.byId.delete(id);
  }

  #put(record: SubscriberRecord): Subscriber {
    const { id, email } = record.subscriber;
    const key = email.toLowerCase();
    if ((this.#byEmail.get(key) ?? id) !== id) {
      throw new RangeError(`The sandbox already has a subscriber ${email}`);
    }
    const former = this.byId.get(id)?.subscriber.email.toLowerCase();
    if (former !== undefined) this.#byEmail.delete(former);
    this.#byEmail.set(key, id);
    this.byId.set(id, record);
    return record.subscriber;
  }
}
