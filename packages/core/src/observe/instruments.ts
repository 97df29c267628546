import type { Meter } from '@opentelemetry/api';

/** As the conventions advise for messaging, and up to the longest that a vendor may take. Seconds. */
const callSeconds = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60,
];
/** From a flush of half a millisecond to a disk that is in trouble. Seconds. */
const appendSeconds = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
/** From at once to three days, after which an event is given up. Seconds. */
const latencySeconds = [
  0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 43_200, 86_400,
  259_200,
];
const batchSizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

/**
 * The instruments, by the rules of OpenTelemetry's semantic conventions ("General naming considerations" and "Metrics:
 * Units"): a namespace of our own, the unit in no name, seconds, and in braces what is counted.
 *
 * What waits is a gauge, not a sum: several processes that share a store all report the same queue.
 */
export function instrumentsOf(meter: Meter) {
  return {
    ingested: meter.createCounter('millrace.ingest.events', {
      description: 'Drafts, by what they were answered.',
      unit: '{event}',
    }),
    append: meter.createHistogram('millrace.append.duration', {
      description: 'How long a commit takes to be durable.',
      unit: 's',
      advice: { explicitBucketBoundaries: appendSeconds },
    }),
    settled: meter.createCounter('millrace.dispatch.events', {
      description: 'Events of a destination, by what became of them.',
      unit: '{event}',
    }),
    warnings: meter.createCounter('millrace.dispatch.warnings', {
      description: 'Warnings about events that were delivered, by their kind.',
      unit: '{warning}',
    }),
    latency: meter.createHistogram('millrace.dispatch.latency', {
      description: 'From the append of an event to its delivery.',
      unit: 's',
      advice: { explicitBucketBoundaries: latencySeconds },
    }),
    call: meter.createHistogram('millrace.deliver.duration', {
      description: 'How long a call of a destination takes.',
      unit: 's',
      advice: { explicitBucketBoundaries: callSeconds },
    }),
    batch: meter.createHistogram('millrace.deliver.batch.size', {
      description: 'Operations in a call.',
      unit: '{operation}',
      advice: { explicitBucketBoundaries: batchSizes },
    }),
    operations: meter.createCounter('millrace.deliver.operations', {
      description: 'Operations that a call was answered for, by their outcome.',
      unit: '{operation}',
    }),
    depth: meter.createObservableGauge('millrace.queue.depth', {
      description: 'Events that are not delivered, by their state.',
      unit: '{event}',
    }),
    age: meter.createObservableGauge('millrace.queue.age', {
      description: 'How long ago the oldest pending event was appended.',
      unit: 's',
    }),
    size: meter.createObservableGauge('millrace.store.size', {
      description: "The size of the log's entries.",
      unit: 'By',
    }),
    pressure: meter.createObservableGauge('millrace.store.pressure', {
      description: 'How near the store is to refusing events, from 0 to 1.',
      unit: '1',
    }),
  };
}

export type Instruments = ReturnType<typeof instrumentsOf>;
