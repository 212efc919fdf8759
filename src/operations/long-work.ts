import type { Result, ResultAsync } from 'neverthrow'
import type { UnexpectedFailureError } from '../client/errors/client-errors.js'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import type { AbortedError } from '../transport/transport-errors.js'
import type { OnProgress } from '../waiting/progress.js'
import { boundedCall } from './bounded-call.js'
import type { ModuleParts, WaitOptions } from './module-context.js'
import { checkedOperation } from './run-operation.js'

/** A public call that takes a while, with its deadline. */
export interface LongWork {
  readonly operation: string
  /** The instance for errors and progress. Default: the one on the node. */
  readonly instance?: string | null | undefined
  readonly deadlineAt: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

/** The default deadline of a call, in milliseconds. */
export type UsualDeadline<Options> = number | ((options: Options) => number)

/** Runs a public operation that may take long, after its input was checked. */
export function longOperation<Input, Options extends WaitOptions, T, E extends IronicDriverError>(
  context: Pick<ModuleParts, 'clock'>,
  call: { readonly operation: string; readonly deadlineMs: UsualDeadline<Options> },
  input: Result<Input, InvalidInputError>,
  options: Result<Options, InvalidInputError>,
  work: (input: Input, work: LongWork & Options) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | InvalidInputError | AbortedError | UnexpectedFailureError> {
  return checkedOperation(call.operation, input, options, (checked, given) =>
    longWork(context, { ...call, options: given }, (during) => work(checked, during)),
  )
}

/** Starts the deadline of a call. All its requests end at that deadline. */
export function longWork<Options extends WaitOptions, T>(
  { clock }: Pick<ModuleParts, 'clock'>,
  {
    operation,
    options,
    deadlineMs,
  }: {
    readonly operation: string
    readonly options: Options
    readonly deadlineMs: UsualDeadline<Options>
  },
  work: (work: LongWork & Options) => PromiseLike<T>,
): Promise<T> {
  const usualMs = typeof deadlineMs === 'number' ? deadlineMs : deadlineMs(options)
  const call = { ...options, operation, deadlineAt: clock.now() + (options.deadlineMs ?? usualMs) }
  return boundedCall(call, (signal) => work({ ...call, signal }))
}
