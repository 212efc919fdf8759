import { diag, type MeterProvider, type TracerProvider } from '@opentelemetry/api'
import type { Clock } from '../clock/clock.js'
import { isRecord } from '../errors/is-record.js'
import { readingOptions } from '../errors/reading-options.js'
import { describeUnknown } from '../errors/unknown-option.js'

/** The options of an instrumentation. All have defaults. */
export interface InstrumentationOptions {
  /** Where spans go. Default: the global provider, also one that is registered later. */
  readonly tracerProvider?: TracerProvider | undefined
  /** Where metrics go. Default: the global provider, also one that is registered later. */
  readonly meterProvider?: MeterProvider | undefined
  /** With `false`, nothing is recorded until `enable()` is called. Default: `true`. */
  readonly enabled?: boolean | undefined
  /** The source of the times of spans, for tests that advance a `ManualClock`. Default: the system clock. */
  readonly clock?: Clock | undefined
}

const CHECKS: Readonly<
  Record<keyof InstrumentationOptions, readonly [check: (value: unknown) => boolean, need: string]>
> = {
  tracerProvider: [hasMethod('getTracer'), 'must be a TracerProvider'],
  meterProvider: [hasMethod('getMeter'), 'must be a MeterProvider'],
  enabled: [(value) => typeof value === 'boolean', 'must be true or false'],
  clock: [hasMethod('now'), 'must be a Clock'],
}

/**
 * Returns the valid options. As everywhere in OpenTelemetry, a mistake does not end the program: it is reported to the
 * diagnostic logger, and the default takes its place.
 */
export function validOptions(options: unknown): InstrumentationOptions {
  return readingOptions(
    () => checkedOptions(options),
    (_, problem) => {
      report(`The options ${problem}. The defaults are used.`)
      return {}
    },
  )
}

function checkedOptions(options: unknown): InstrumentationOptions {
  if (!isRecord(options)) {
    if (options !== undefined) report('The options must be an object. The defaults are used.')
    return {}
  }
  const valid = Object.entries(options).filter(([name, value]) => {
    const problem = problemOf(name, value)
    if (problem !== undefined) report(problem)
    return problem === undefined
  })
  return Object.fromEntries(valid)
}

function problemOf(name: string, value: unknown): string | undefined {
  if (!Object.hasOwn(CHECKS, name)) return `${describeUnknown(name, Object.keys(CHECKS))} It is ignored.`
  const [check, need] = CHECKS[name as keyof InstrumentationOptions]
  if (value === undefined || check(value)) return undefined
  return `Option \`${name}\` ${need}. The default is used.`
}

function hasMethod(name: string): (value: unknown) => boolean {
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Record<string, unknown>)[name] === 'function'
}

function report(problem: string): void {
  diag.error(`ironic-driver: ${problem}`)
}
