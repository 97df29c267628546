import { context, diag, metrics, trace, DiagLogLevel, type Attributes } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  DataPointType,
  InstrumentType,
  MeterProvider,
  MetricReader,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { onTestFinished } from 'vitest';

/** Reads when it is asked, and never else; of gauges, what was observed this time. */
class ManualReader extends MetricReader {
  constructor() {
    super({
      aggregationTemporalitySelector: (type) =>
        type === InstrumentType.OBSERVABLE_GAUGE
          ? AggregationTemporality.DELTA
          : AggregationTemporality.CUMULATIVE,
    });
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
}

/** One value of a metric. Of a histogram how many there are, and their sum. */
export interface Point {
  readonly attributes: Attributes;
  readonly value: number | { readonly count: number; readonly sum: number | undefined };
}

/** The SDK of OpenTelemetry, as a host would install it, in memory, and until the test ends. */
export function installSdk() {
  const reader = new ManualReader();
  const meters = new MeterProvider({ readers: [reader] });
  const exporter = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const complaints: string[] = [];
  const complain = (message: string): void => void complaints.push(message);
  const ignore = (): void => undefined;
  diag.setLogger(
    { error: complain, warn: complain, info: ignore, debug: ignore, verbose: ignore },
    DiagLogLevel.WARN,
  );
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(tracers);
  metrics.setGlobalMeterProvider(meters);
  onTestFinished(async () => {
    for (const api of [context, trace, metrics, diag]) api.disable();
    await Promise.all([meters.shutdown(), tracers.shutdown()]);
  });

  const collect = async (): Promise<MetricData[]> => {
    const { resourceMetrics, errors } = await reader.collect();
    if (errors.length > 0) throw errors[0];
    return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  };
  return {
    /** What OpenTelemetry has warned of. */
    complaints,
    spans: () => exporter.getFinishedSpans(),
    collect,
    /** The points of one metric, without the name of the pipeline. */
    async points(name: string): Promise<readonly Point[]> {
      const metric = (await collect()).find(({ descriptor }) => descriptor.name === name);
      return metric === undefined ? [] : pointsOf(metric);
    },
  };
}

function pointsOf(metric: MetricData): Point[] {
  const rest = (attributes: Attributes): Attributes =>
    Object.fromEntries(
      Object.entries(attributes).filter(([name]) => name !== 'millrace.pipeline.name'),
    );
  if (metric.dataPointType === DataPointType.HISTOGRAM) {
    return metric.dataPoints.map(({ attributes, value: { count, sum } }) => ({
      attributes: rest(attributes),
      value: { count, sum },
    }));
  }
  return metric.dataPoints.map(({ attributes, value }) => ({
    attributes: rest(attributes),
    value: value as number,
  }));
}
