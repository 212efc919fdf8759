/**
 * Spans and metrics for OpenTelemetry. It needs `@opentelemetry/api`, 1.9 or newer.
 *
 * @example
 * ```ts
 * import { instrumentIronicDriver } from 'ironic-driver/otel'
 *
 * // Uses the global providers, even if they are registered later. Covers every driver of the process.
 * const instrumentation = instrumentIronicDriver()
 * process.once('exit', () => instrumentation.disable())
 * ```
 *
 * @module ironic-driver/otel
 */

export { instrumentIronicDriver } from './instrument-ironic-driver.js'
export type { IronicDriverInstrumentation } from './instrument-ironic-driver.js'
export type { InstrumentationOptions } from './instrumentation-options.js'
