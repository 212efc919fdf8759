import { metrics, trace, type MeterProvider, type TracerProvider } from '@opentelemetry/api'
import type { Unfollow } from './follow-channel.js'
import { validOptions, type InstrumentationOptions } from './instrumentation-options.js'
import { SCOPE } from './instrumentation-scope.js'
import { DriverMetrics } from './driver-metrics.js'
import { makeOperationSpans } from './operation-spans.js'
import { makeWaitSpans } from './wait-spans.js'
import { OpenSpans } from './open-spans.js'
import { traceTime } from './trace-time.js'

/**
 * An instrumentation in the form that OpenTelemetry's `NodeSDK` and `registerInstrumentations` take. It is safe to call
 * each method again.
 */
export interface IronicDriverInstrumentation {
  readonly instrumentationName: string
  readonly instrumentationVersion: string
  /** Starts recording. */
  enable(): void
  /** Stops recording, and ends the spans of the work in progress. */
  disable(): void
  /** Does the same as `disable`, at the end of a `using` declaration. */
  [Symbol.dispose](): void
  /** Sends the spans that begin from now on to another provider. */
  setTracerProvider(provider: TracerProvider): void
  /** Sends the metrics from now on to another provider. */
  setMeterProvider(provider: MeterProvider): void
  /** Enables or disables it. */
  setConfig(config: { readonly enabled?: boolean }): void
  /** Returns whether it records. */
  getConfig(): { enabled: boolean }
}

/**
 * Creates OpenTelemetry spans and metrics for the work of all drivers and clients in this process.
 *
 * Each public call, each wait and each undo is a span, and each change of a node an event of its wait. HTTP requests get
 * no spans here: `@opentelemetry/instrumentation-undici` creates them, below the span of the call. No span or metric
 * contains a secret, and no attribute of a metric a UUID. A mistake in the options is reported to OpenTelemetry's `diag`.
 *
 * @example
 * ```ts
 * import { registerInstrumentations } from '@opentelemetry/instrumentation'
 * import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
 * import { instrumentIronicDriver } from 'ironic-driver/otel'
 *
 * registerInstrumentations({ instrumentations: [new UndiciInstrumentation(), instrumentIronicDriver()] })
 * ```
 */
export function instrumentIronicDriver(options: InstrumentationOptions = {}): IronicDriverInstrumentation {
  const { clock, enabled = true, ...given } = validOptions(options)
  let { tracerProvider, meterProvider } = given
  let following: readonly Unfollow[] = []

  function enable(): void {
    if (following.length > 0) return
    const time = traceTime(clock)
    const spans = new OpenSpans(
      () => (tracerProvider ?? trace.getTracerProvider()).getTracer(SCOPE.name, SCOPE.version),
      time,
    )
    const measured = new DriverMetrics(() => meterProvider ?? metrics.getMeterProvider(), time)
    following = [
      ...makeOperationSpans(spans),
      ...makeWaitSpans(spans),
      ...measured.follow(),
      () => spans.endAll(),
    ]
  }

  function disable(): void {
    for (const unfollow of following) unfollow()
    following = []
  }

  if (enabled) enable()
  return {
    instrumentationName: SCOPE.name,
    instrumentationVersion: SCOPE.version,
    enable,
    disable,
    [Symbol.dispose]: disable,
    // `registerInstrumentations` may pass the global provider, which a later registration replaces.
    setTracerProvider: (provider) =>
      void (tracerProvider = provider === trace.getTracerProvider() ? undefined : provider),
    setMeterProvider: (provider) =>
      void (meterProvider = provider === metrics.getMeterProvider() ? undefined : provider),
    setConfig: (config) => (config.enabled === false ? disable() : enable()),
    getConfig: () => ({ enabled: following.length > 0 }),
  }
}
