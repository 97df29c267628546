import {
  context,
  metrics,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type BatchObservableResult,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { errorType } from './error-type.ts';
import { instrumentsOf, type Instruments } from './instruments.ts';
import { Labels } from './labels.ts';
import type { DeliverCall, QueueReading, Reading, Telemetry } from './telemetry.ts';

const scope = '@millrace/core';

/**
 * Tells OpenTelemetry, by its API alone: without an SDK in the process all of it does nothing. The SDK has to be there
 * before the pipeline is created, as its API says of metrics.
 */
export class OpenTelemetry implements Telemetry {
  readonly #labels: Labels;
  readonly #tracer: Tracer = trace.getTracer(scope);
  readonly #meter = metrics.getMeter(scope);
  readonly #instruments: Instruments = instrumentsOf(this.#meter);

  /** @param pipeline the name that tells this pipeline from others of the process. */
  constructor(pipeline: string) {
    this.#labels = new Labels({ 'millrace.pipeline.name': pipeline });
  }

  append<T>(events: number, write: () => Promise<T>): Promise<T> {
    const kind = SpanKind.PRODUCER;
    const span = this.#tracer.startSpan('millrace append', { kind });
    if (span.isRecording()) {
      span.setAttributes(this.#labels.attributes).setAttribute('millrace.batch.size', events);
    }
    return this.#timed(span, this.#labels, this.#instruments.append, write);
  }

  answered(receipts: readonly { readonly status: string }[]): void {
    for (const { status } of receipts) {
      this.#instruments.ingested.add(1, this.#status(status).attributes);
    }
  }

  refused(drafts: number, error: unknown): void {
    const labels = this.#status('refused').with('error.type', errorType(error));
    this.#instruments.ingested.add(drafts, labels.attributes);
  }

  #status(status: string): Labels {
    return this.#labels.with('millrace.ingest.status', status);
  }

  async deliver<T extends readonly { readonly status: string }[]>(
    { destination, lane, operations }: DeliverCall,
    send: () => Promise<T>,
  ): Promise<T> {
    const labels = this.#destination(destination).with('millrace.lane.name', lane);
    this.#instruments.batch.record(operations, labels.attributes);
    // It is nobody's child: the events of a batch came from many traces, and dispatch from wherever start() was called.
    const span = this.#tracer.startSpan(
      `millrace deliver ${destination}`,
      { kind: SpanKind.CLIENT, root: true },
      ROOT_CONTEXT,
    );
    if (span.isRecording()) {
      span.setAttributes(labels.attributes).setAttribute('millrace.batch.size', operations);
    }
    const within = trace.setSpan(ROOT_CONTEXT, span);
    const outcomes = await this.#timed(span, labels, this.#instruments.call, () =>
      context.with(within, send),
    );
    for (const [status, count] of tally(outcomes)) {
      const { attributes } = labels.with('millrace.deliver.outcome', status);
      this.#instruments.operations.add(count, attributes);
    }
    return outcomes;
  }

  settled(
    {
      destination,
      events,
    }: {
      readonly destination: string;
      readonly events: readonly { readonly ref: number; readonly appendedAt: number }[];
    },
    settlements: readonly { readonly ref: number; readonly status: string }[],
    now: number,
  ): void {
    const labels = this.#destination(destination);
    for (const [status, count] of tally(settlements)) {
      const { attributes } = labels.with('millrace.dispatch.outcome', status);
      this.#instruments.settled.add(count, attributes);
    }
    const appended = new Map(events.map(({ ref, appendedAt }) => [ref, appendedAt]));
    for (const { ref, status } of settlements) {
      const at = appended.get(ref);
      if (status !== 'delivered' || at === undefined) continue;
      this.#instruments.latency.record(seconds(now - at), labels.attributes);
    }
  }

  warned(destination: string, kind: string): void {
    const { attributes } = this.#destination(destination).with('millrace.warning.kind', kind);
    this.#instruments.warnings.add(1, attributes);
  }

  watch(read: () => Reading): () => void {
    const { depth, age, size, pressure } = this.#instruments;
    const watched = [depth, age, size, pressure];
    const observe = (result: BatchObservableResult): void => {
      const { now, names, failed, destinations, ...store } = read();
      const inState = (labels: Labels, state: string): Attributes =>
        labels.with('millrace.queue.state', state).attributes;
      result.observe(size, store.bytes, this.#labels.attributes);
      result.observe(pressure, store.pressure, this.#labels.attributes);
      result.observe(depth, failed, inState(this.#labels, 'dead'));
      for (const name of names) {
        const labels = this.#destination(name);
        const { pending, held, dead, oldestPendingAt } = destinations[name] ?? nothing;
        result.observe(depth, pending, inState(labels, 'pending'));
        result.observe(depth, held, inState(labels, 'held'));
        result.observe(depth, dead, inState(labels, 'dead'));
        const since = pending === 0 ? now : oldestPendingAt;
        if (since !== undefined) result.observe(age, seconds(now - since), labels.attributes);
      }
    };
    this.#meter.addBatchObservableCallback(observe, watched);
    return () => this.#meter.removeBatchObservableCallback(observe, watched);
  }

  #destination(name: string): Labels {
    return this.#labels.with('millrace.destination.name', name);
  }

  async #timed<T>(
    span: Span,
    labels: Labels,
    duration: Instruments['append'],
    work: () => Promise<T>,
  ): Promise<T> {
    const began = performance.now();
    const ended = ({ attributes }: Labels): void => {
      duration.record((performance.now() - began) / 1_000, attributes);
      span.end();
    };
    try {
      const answer = await work();
      ended(labels);
      return answer;
    } catch (error) {
      const type = errorType(error);
      // The kind alone: a message may say more than whoever reads traces should know.
      span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR });
      ended(labels.with('error.type', type));
      throw error;
    }
  }
}

const nothing: QueueReading = { pending: 0, held: 0, dead: 0 };

/** How many of each status there are. */
function tally(all: readonly { readonly status: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { status } of all) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}

/** Of milliseconds. Never below zero, whatever the clocks say. */
const seconds = (ms: number): number => Math.max(0, ms) / 1_000;
