import { context, trace, type Attributes } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
} from '@opentelemetry/sdk-metrics'
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node'

/** The real SDK, with exporters that keep what they get. */
export interface Telemetry {
  readonly tracerProvider: NodeTracerProvider
  readonly meterProvider: MeterProvider
  /** Returns the spans that have ended. */
  readonly spans: () => readonly ReadableSpan[]
  /** Returns the one span with this name. */
  readonly span: (name: string) => ReadableSpan
  /** Returns the names of the spans as a tree: a span below its parent, indented, in the order in which they began. */
  readonly tree: () => readonly string[]
  /** Collects the metrics, and returns the data points of each. */
  readonly metrics: () => Promise<ReadonlyMap<string, readonly DataPoint<unknown>[]>>
}

export function telemetry(): Telemetry {
  const spanExporter = new InMemorySpanExporter()
  const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spanExporter)] })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis: 2 ** 30,
  })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const spans = () => spanExporter.getFinishedSpans()
  return {
    tracerProvider,
    meterProvider,
    spans,
    span(name) {
      const [found, ...others] = spans().filter((one) => one.name === name)
      if (found === undefined || others.length > 0)
        throw new Error(`There are ${found === undefined ? 'no' : 'several'} spans "${name}".`)
      return found
    },
    tree: () => treeOf(spans(), undefined, ''),
    async metrics() {
      metricExporter.reset()
      await meterProvider.forceFlush()
      const collected = metricExporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics)
      return new Map(
        collected.flatMap(({ metrics }) =>
          metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints] as const),
        ),
      )
    },
  }
}

/** Lets the SDK carry the active span through asynchronous code, until the returned function is called. */
export function carryContext({ tracerProvider }: Telemetry): () => void {
  tracerProvider.register()
  return () => {
    context.disable()
    trace.disable()
  }
}

/** Returns the names and attributes of the events of a span. */
export function eventsOf(span: ReadableSpan): readonly (readonly [string, Attributes])[] {
  return span.events.map(({ name, attributes = {} }) => [name, attributes] as const)
}

function treeOf(
  spans: readonly ReadableSpan[],
  parent: ReadableSpan | undefined,
  indent: string,
): readonly string[] {
  const ids = new Set(spans.map((span) => span.spanContext().spanId))
  const isChild = ({ parentSpanContext }: ReadableSpan) =>
    parent === undefined
      ? parentSpanContext === undefined || !ids.has(parentSpanContext.spanId)
      : parentSpanContext?.spanId === parent.spanContext().spanId
  return spans
    .filter(isChild)
    .toSorted((one, other) => Number(startOf(one) - startOf(other)))
    .flatMap((span) => [indent + span.name, ...treeOf(spans, span, `${indent}  `)])
}

function startOf({ startTime: [seconds, nanos] }: ReadableSpan): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
}
