import type { Draft, SourceContext, StateChange } from '@millrace/core';
import { Lock } from '../lock.ts';
import { SubjectKind, type Subject, subjectKey } from '../subject.ts';
import { inboxKey } from './keys.ts';
import { recallEach } from './recall-each.ts';
import { Waiting } from './records.ts';

/**
 * What something was said about, on disk. However many notices come for a subject, it waits here once.
 *
 * An entry is read, then written: the lock keeps that together within one process. Two processes with one store may
 * lose a notice that comes in the very moment in which the other one finishes the same subject; the next sweep finds it.
 */
export class Inbox {
  readonly #context: SourceContext;
  readonly #lock = new Lock<string>();

  constructor(context: SourceContext) {
    this.#context = context;
  }

  /**
   * Resolves once it is durable that these are to be looked at.
   *
   * @param changes what else is to be remembered in the same commit.
   * @param drafts what else is to be told in it.
   */
  notice(
    subjects: readonly Subject[],
    changes: readonly StateChange[] = [],
    drafts: readonly Draft[] = [],
  ): Promise<void> {
    return this.#lock.runAll(subjects.map(subjectKey), async () => {
      const noticed = await Promise.all(subjects.map((subject) => this.#noticed(subject)));
      await this.#context.commit(drafts, [...noticed, ...changes]);
    });
  }

  async take(subject: Subject): Promise<Waiting | undefined> {
    const value = await this.#context.recall(inboxKey(subject));
    return value === undefined ? undefined : this.#read(subject, value);
  }

  /**
   * The subject was dealt with: its drafts, what is to be remembered of it, and its leaving the inbox become durable
   * together.
   *
   * @param taken the entry as it was before the subject was read. If a notice came since then, the subject stays.
   * @param also what is to be looked at because of it.
   * @param keep the subject stays whether a notice came or not.
   * @returns whether it stays.
   */
  finish(
    taken: Waiting,
    drafts: readonly Draft[],
    changes: readonly StateChange[],
    { also = [], keep = false }: { also?: readonly Subject[]; keep?: boolean } = {},
  ): Promise<boolean> {
    return this.#lock.runAll([taken, ...also].map(subjectKey), async () => {
      const entry = await this.take(taken);
      const stays = keep || (entry !== undefined && entry.notices !== taken.notices);
      const leave = stays ? [] : [{ key: inboxKey(taken), value: undefined }];
      const others = await Promise.all(also.map((subject) => this.#noticed(subject)));
      await this.#context.commit(drafts, [...changes, ...others, ...leave]);
      return stays;
    });
  }

  /** The subject could not be read: it stays, and says why. */
  failed(subject: Subject, reason: string, missing: boolean): Promise<void> {
    return this.#lock.run(subjectKey(subject), async () => {
      const entry = (await this.take(subject)) ?? this.#fresh(subject);
      const value: Waiting = {
        ...entry,
        attempts: entry.attempts + 1,
        missing: missing ? entry.missing + 1 : entry.missing,
        reason,
      };
      await this.#context.commit([], [{ key: inboxKey(subject), value }]);
    });
  }

  /** What waits, by kind and id. */
  async *each(): AsyncGenerator<Waiting> {
    for await (const { key, value } of recallEach(this.#context, 'inbox:')) {
      const [, kind, id = ''] = key.split(':');
      const of = SubjectKind.safeParse(kind).data;
      if (of !== undefined) yield this.#read({ kind: of, id: id.replace(/^0+(?=\d)/, '') }, value);
    }
  }

  async #noticed(subject: Subject): Promise<StateChange> {
    const entry = (await this.take(subject)) ?? this.#fresh(subject);
    return { key: inboxKey(subject), value: { ...entry, notices: entry.notices + 1 } };
  }

  /** Whatever the entry says, its key says what is waiting. */
  #read(subject: Subject, value: unknown): Waiting {
    return Waiting.safeParse(value).data ?? this.#fresh(subject);
  }

  #fresh({ kind, id }: Subject): Waiting {
    const since = new Date(this.#context.clock.now()).toISOString();
    return { kind, id, since, notices: 0, attempts: 0, missing: 0 };
  }
}
