import { onTestFinished } from 'vitest';
import {
  createPipeline,
  memoryStore,
  type Activity,
  type DestinationStats,
  type ecommerce,
  type Pipeline,
  type PipelineOptions,
  type Plan,
  type Report,
} from '@millrace/core';
import { manualClock, type ManualClock } from '@millrace/core/testing';

export interface TestPipeline<P extends Plan> {
  readonly pipeline: Pipeline<P>;
  readonly clock: ManualClock;
  /** All that has happened, oldest first. */
  readonly activity: readonly Activity[];
  /** Lets everything run that needs no time. */
  readonly idle: () => Promise<void>;
  /** Closes without waiting for deliveries. */
  readonly stop: () => Promise<Report>;
}

/** A pipeline in memory, on a clock that stands still. It is closed when the test ends. */
export async function openPipeline<const P extends Plan = typeof ecommerce>(
  options: Omit<PipelineOptions<P>, 'clock' | 'directory'> & { clock?: ManualClock } = {},
): Promise<TestPipeline<P>> {
  const { clock = manualClock(), store = memoryStore(), ...rest } = options;
  const pipeline = await createPipeline<P>({ ...rest, clock, store });
  const activity: Activity[] = [];
  pipeline.activity$.subscribe((happened) => activity.push(happened));
  const stop = async (): Promise<Report> => {
    const closing = pipeline.close({ timeoutMs: 0 });
    await clock.advance(0);
    return closing;
  };
  onTestFinished(async () => void (await stop()));
  return { pipeline, clock, activity, idle: () => clock.advance(0), stop };
}

/** Activity in short: `retrying a`, `paused`. */
export function shortly(activity: readonly Activity[]): string[] {
  return activity.map((happened) =>
    'messageId' in happened ? `${happened.type} ${happened.messageId}` : happened.type,
  );
}

/** The counts of one destination that are not zero. */
export function counts(
  pipeline: Pick<Pipeline, 'stats'>,
  destination = 'Fake',
): Partial<DestinationStats> {
  const {
    paused: _,
    oldestPendingAt: __,
    ...stats
  } = pipeline.stats().destinations[destination] ?? {};
  return Object.fromEntries(Object.entries(stats).filter(([, count]) => count !== 0));
}
