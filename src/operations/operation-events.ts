import { traceChannel, type TraceEvent } from '../tracing/trace-channel.js'

/** A public call of the driver, such as `provisioning.spawn`. */
export interface OperationEvent extends TraceEvent {
  readonly operation: string
  /** UUID or name of the node, if the call names one. */
  readonly node: string | undefined
  /** UUID of the instance, if the call names one. */
  readonly instance: string | undefined
}

/** The undo of a failed call. */
export interface CompensationEvent extends TraceEvent {
  readonly operation: string
  readonly node: string | undefined
  readonly instance: string | undefined
  /** What could not be undone. Empty until the undo has ended, or if nothing remains. */
  remains: readonly string[]
}

export const operations = traceChannel<OperationEvent>('operation')
export const compensations = traceChannel<CompensationEvent>('compensation')
