import type { Destination } from '../destination/destination.ts';
import { nameOf, type Event } from '../event/event.ts';
import type { Draft } from '../event/message.ts';
import { identifiersOf } from '../identity/identifiers.ts';
import type { ActivityFeed } from '../observe/activity.ts';
import type { Receipt } from '../source/receipt.ts';
import type { Appended, Commit, Store } from '../store/store.ts';
import type { DeadLetter } from '../store/records.ts';
import type { Transform } from '../transform/transform.ts';
import { anyConcerns, applyTransforms } from './apply-transforms.ts';
import { InvalidEvent } from '../event/invalid-event.ts';
import { normalise, type NormaliseTools } from './normalise.ts';
import { route } from './route.ts';
import type { Validate } from './validate.ts';

export interface IngestParts {
  readonly store: Store;
  readonly destinations: readonly Destination[];
  readonly transforms: readonly Transform[];
  readonly validate: Validate;
  readonly tools: NormaliseTools;
  readonly activity: ActivityFeed;
  readonly maxEventBytes: number;
}

/** One draft on its way: its event, and what is to be appended for it. */
interface Prepared {
  readonly event: Event;
  readonly appended: readonly Appended[];
}

/** The way of an event from the caller to the disk. */
export class Ingest {
  readonly #parts: IngestParts;

  constructor(parts: IngestParts) {
    this.#parts = parts;
  }

  /**
   * normalise -> validate -> link identity -> transform -> route -> append.
   *
   * Resolves once all of it is durable, together with the source's state. One malformed draft refuses all.
   */
  async accept(drafts: readonly Draft[], state?: Commit['state']): Promise<readonly Receipt[]> {
    // Everything is read before the first await: what the caller does to its objects later changes nothing.
    const prepared = drafts.map((draft) => {
      const event = this.#parts.validate(normalise(draft, this.#parts.tools));
      const body = this.#serialise(event);
      return anyConcerns(this.#parts.transforms, event)
        ? this.#transform(JSON.parse(body) as Event, body)
        : Promise.resolve({ event, appended: [this.#append(event, body)] });
    });
    return this.#commit(await Promise.all(prepared), state);
  }

  /** Tries events again whose transform failed. Those that fail again stay dead letters. */
  async replay(letters: readonly DeadLetter[]): Promise<number> {
    const prepared = await Promise.all(
      letters.map(async ({ event, ref }) => {
        const { appended } = await this.#transform(event, this.#serialise(event));
        return { event, appended: appended.map((one) => Object.assign(one, { replaces: ref })) };
      }),
    );
    await this.#commit(prepared);
    return prepared.filter(({ appended }) => appended.every(({ failed }) => failed === undefined))
      .length;
  }

  async #transform(event: Event, body: string): Promise<Prepared> {
    const applied = await applyTransforms(this.#parts.transforms, event, this.#parts.validate);
    switch (applied.kind) {
      case 'dropped':
        return { event, appended: [{ ...this.#append(event, body, []), dropped: applied.reason }] };
      case 'failed':
        return { event, appended: [{ ...this.#append(event, body, []), failed: applied.reason }] };
      case 'events':
        return { event, appended: applied.events.map((made) => this.#made(made, event, body)) };
    }
  }

  /** What a transform made of an event, which may be the event itself. */
  #made(made: Event, event: Event, body: string): Appended {
    if (made === event) return this.#append(event, body);
    const appended = this.#append(made, JSON.stringify(made));
    return made.messageId === event.messageId
      ? appended
      : { ...appended, draftId: event.messageId };
  }

  #append(
    event: Event,
    body: string,
    destinations = route(this.#parts.destinations, event),
  ): Appended {
    return { messageId: event.messageId, body, identifiers: identifiersOf(event), destinations };
  }

  #serialise(event: Event): string {
    const body = JSON.stringify(event);
    const { maxEventBytes } = this.#parts;
    // A character is at most three bytes: most events need not be measured.
    if (body.length * 3 > maxEventBytes && Buffer.byteLength(body) > maxEventBytes) {
      throw new InvalidEvent(event, [
        {
          path: '',
          message: `is ${Buffer.byteLength(body)} bytes of JSON, more than maxEventBytes (${maxEventBytes})`,
        },
      ]);
    }
    return body;
  }

  async #commit(
    prepared: readonly Prepared[],
    state?: Commit['state'],
  ): Promise<readonly Receipt[]> {
    const events = prepared.flatMap(({ appended }) => appended);
    const isNew = await this.#parts.store.append(
      state === undefined ? { events } : { events, state },
    );
    let index = 0;
    return prepared.map(({ event, appended }) => {
      const isNewEvent = isNew[index] ?? false;
      index += appended.length;
      return this.#receipt(event, appended, isNewEvent);
    });
  }

  #receipt(event: Event, appended: readonly Appended[], isNew: boolean): Receipt {
    const { activity } = this.#parts;
    const { messageId } = event;
    const about = { messageId, event: nameOf(event) };
    const { dropped, failed } = appended[0] ?? {};
    if (!isNew) {
      activity.publish({ type: 'duplicate', ...about });
      return { messageId, status: 'duplicate' };
    }
    if (dropped !== undefined) {
      activity.publish({ type: 'dropped', ...about, reason: dropped });
      return { messageId, status: 'dropped' };
    }
    activity.publish({ type: 'accepted', ...about });
    if (failed !== undefined) activity.publish({ type: 'dead', ...about, reason: failed });
    return { messageId, status: 'accepted' };
  }
}
