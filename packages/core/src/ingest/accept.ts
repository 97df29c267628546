import type { Destination } from '../destination/destination.ts';
import { nameOf, type Event } from '../event/event.ts';
import type { Draft } from '../event/message.ts';
import { identifiersOf } from '../identity/identifiers.ts';
import type { ActivityFeed } from '../observe/activity.ts';
import type { Telemetry } from '../observe/telemetry.ts';
import type { Receipt } from '../source/receipt.ts';
import type { Appended, Commit, Store } from '../store/store.ts';
import type { DeadLetter } from '../store/records.ts';
import type { Transform } from '../transform/transform.ts';
import { anyConcerns, applyTransforms, type Applied, type Check } from './apply-transforms.ts';
import type { CrashWatch } from './crash-watch.ts';
import { InvalidEvent } from '../event/invalid-event.ts';
import { normalise, type NormaliseTools } from './normalise.ts';
import type { Priority } from './priority.ts';
import { route } from './route.ts';
import type { Validate } from './validate.ts';

export interface IngestParts {
  readonly store: Store;
  readonly destinations: readonly Destination[];
  readonly transforms: readonly Transform[];
  readonly validate: Validate;
  readonly watch: CrashWatch;
  readonly tools: NormaliseTools;
  readonly activity: ActivityFeed;
  readonly telemetry: Telemetry;
  readonly maxEventBytes: number;
  readonly priority: Priority;
}

/** One draft on its way. Of its event, just what the receipt needs: the rest waits as bytes, outside the heap. */
interface Prepared {
  readonly messageId: string;
  readonly name: string;
  readonly appended: readonly Appended[];
}

const prepared = (event: Event, appended: readonly Appended[]): Prepared => ({
  messageId: event.messageId,
  name: nameOf(event),
  appended,
});

/** The way of an event from the caller to the disk. */
export class Ingest {
  readonly #parts: IngestParts;
  #unrouted = 0;

  constructor(parts: IngestParts) {
    this.#parts = parts;
  }

  /** How many of the accepted events go to no destination. */
  get unrouted(): number {
    return this.#unrouted;
  }

  /**
   * normalise -> validate -> transform -> route -> append, which links identity in the same commit.
   *
   * Resolves once all of it is durable, together with the source's state. One malformed draft refuses all.
   */
  async accept(drafts: readonly Draft[], state?: Commit['state']): Promise<readonly Receipt[]> {
    const { telemetry } = this.#parts;
    try {
      const receipts = await this.#accept(drafts, state);
      telemetry.answered(receipts);
      return receipts;
    } catch (error) {
      telemetry.refused(drafts.length, error);
      throw error;
    }
  }

  async #accept(drafts: readonly Draft[], state?: Commit['state']): Promise<readonly Receipt[]> {
    // Everything is read before the first await: what the caller does to its objects later changes nothing.
    const all = drafts.map((draft) => {
      const event = this.#parts.validate(normalise(draft, this.#parts.tools));
      const body = this.#serialise(event);
      return anyConcerns(this.#parts.transforms, event)
        ? this.#transform(JSON.parse(body.toString()) as Event, body)
        : Promise.resolve(prepared(event, [this.#append(event, body)]));
    });
    return this.#commit(await Promise.all(all), state);
  }

  /** Tries events again whose transform failed. Those that fail again stay dead letters. */
  async replay(letters: readonly DeadLetter[]): Promise<number> {
    const all = await Promise.all(
      letters.map(async ({ event, ref }) => {
        this.#parts.watch.pardon(event.messageId);
        const { appended } = await this.#transform(event, this.#serialise(event));
        return prepared(
          event,
          appended.map((one) => Object.assign(one, { replaces: ref })),
        );
      }),
    );
    await this.#commit(all);
    return all.filter(({ appended }) => appended.every(({ failed }) => failed === undefined))
      .length;
  }

  async #transform(event: Event, body: Buffer): Promise<Prepared> {
    const { transforms, watch } = this.#parts;
    const deadly = watch.verdict(event.messageId);
    const applied: Applied =
      deadly === undefined
        ? await watch.run(event.messageId, () => applyTransforms(transforms, event, this.#check))
        : { kind: 'failed', reason: deadly };
    switch (applied.kind) {
      case 'dropped':
        return prepared(event, [{ ...this.#append(event, body, []), dropped: applied.reason }]);
      case 'failed':
        return prepared(event, [{ ...this.#append(event, body, []), failed: applied.reason }]);
      case 'events':
        try {
          return prepared(
            event,
            applied.events.map((made) => this.#made(made, event, body)),
          );
        } catch (error) {
          if (!(error instanceof InvalidEvent)) throw error;
          const failed = `what the transforms made of it ${error.issues[0]?.message}`;
          return prepared(event, [{ ...this.#append(event, body, []), failed }]);
        }
    }
  }

  /** As thorough as the check of a draft: one event that is none would fail the write of all that share it. */
  readonly #check: Check = (made, of) => {
    const { receivedAt: _, ...draft } = made;
    const tools = { now: () => Date.parse(of.receivedAt), newId: () => of.messageId };
    return this.#parts.validate(normalise(draft, tools));
  };

  /** What a transform made of an event, which may be the event itself. */
  #made(made: Event, event: Event, body: Buffer): Appended {
    if (made === event) return this.#append(event, body);
    const appended = this.#append(made, this.#serialise(made));
    return made.messageId === event.messageId
      ? appended
      : { ...appended, draftId: event.messageId };
  }

  #append(
    event: Event,
    body: Buffer,
    destinations = route(this.#parts.destinations, event),
  ): Appended {
    const appended = {
      messageId: event.messageId,
      body,
      identifiers: identifiersOf(event),
      destinations,
    };
    return this.#parts.priority(event) ? { ...appended, priority: true } : appended;
  }

  #serialise(event: Event): Buffer {
    const body = Buffer.from(JSON.stringify(event));
    const { maxEventBytes } = this.#parts;
    if (body.length > maxEventBytes) {
      const message = `is ${body.length} bytes of JSON, more than maxEventBytes (${maxEventBytes})`;
      throw new InvalidEvent(event, [{ path: '', message }]);
    }
    return body;
  }

  async #commit(all: readonly Prepared[], state?: Commit['state']): Promise<readonly Receipt[]> {
    const events = all.flatMap(({ appended }) => appended);
    const { store, telemetry } = this.#parts;
    const isNew = await telemetry.append(events.length, () =>
      store.append(state === undefined ? { events } : { events, state }),
    );
    let index = 0;
    return all.map((one) => {
      const isNewEvent = isNew[index] ?? false;
      index += one.appended.length;
      return this.#receipt(one, isNewEvent);
    });
  }

  #receipt({ messageId, name, appended }: Prepared, isNew: boolean): Receipt {
    const { activity } = this.#parts;
    const about = { messageId, event: name };
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
    const isRouted = appended.some(({ destinations }) => destinations.length > 0);
    if (failed === undefined && !isRouted) this.#unrouted += 1;
    if (failed !== undefined) activity.publish({ type: 'dead', ...about, reason: failed });
    return { messageId, status: 'accepted' };
  }
}
