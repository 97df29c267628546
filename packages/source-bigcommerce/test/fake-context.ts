import type { Draft, Logger, SourceContext, StateChange } from '@millrace/core';
import { ManualClock } from './manual-clock.ts';

export interface LogLine {
  readonly level: keyof Logger;
  readonly fields: object;
  readonly message: string;
}

/** What is on disk: it outlives the source that wrote it. */
export class FakeDisk {
  readonly state = new Map<string, unknown>();
  readonly drafts: Draft<'track'>[] = [];

  keys(prefix: string): string[] {
    return [...this.state.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  }

  /** The ids of the events, each once: the store answers `duplicate` to a second one. */
  get messageIds(): string[] {
    return this.drafts.map(({ messageId }) => messageId ?? '');
  }
}

/** What a pipeline lends to a source, in memory. */
export class FakeContext implements SourceContext {
  readonly disk: FakeDisk;
  readonly clock: ManualClock;
  readonly lines: LogLine[] = [];
  readonly logger: Logger;
  /** Awaited before a commit is written: a test may hold it, or make it reject. */
  beforeCommit: () => Promise<void> = () => Promise.resolve();
  commits = 0;

  constructor(disk = new FakeDisk(), clock = new ManualClock()) {
    this.disk = disk;
    this.clock = clock;
    const log = (level: keyof Logger) => (fields: object, message: string) => {
      this.lines.push({ level, fields, message });
    };
    this.logger = {
      debug: log('debug'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
    };
  }

  async commit(drafts: readonly Draft[], state: readonly StateChange[] = []) {
    await this.beforeCommit();
    this.commits += 1;
    for (const { key, value } of state) {
      if (value === undefined) this.disk.state.delete(key);
      else this.disk.state.set(key, JSON.parse(JSON.stringify(value)));
    }
    return drafts.map((draft) => {
      const { messageId = '' } = draft;
      const known = this.disk.messageIds.includes(messageId);
      if (!known) this.disk.drafts.push(draft as Draft<'track'>);
      return { messageId, status: known ? ('duplicate' as const) : ('accepted' as const) };
    });
  }

  async recall(key: string): Promise<unknown> {
    return this.disk.state.get(key);
  }

  async recallAll(prefix: string, limit: number, after = ''): Promise<readonly StateChange[]> {
    return this.disk
      .keys(prefix)
      .filter((key) => key > after)
      .slice(0, limit)
      .map((key) => ({ key, value: this.disk.state.get(key) }));
  }
}
