import { describeGiven } from '../../errors/given-value.js'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { isRecord } from '../../errors/is-record.js'
import { describeSignal, POSITIVE_MS, RETRY_MS } from '../../errors/option-sentences.js'
import { unknownOption } from '../../errors/unknown-option.js'
import type { CallOptions } from './api-request.js'

/** The form that OpenStack services accept. Others they ignore (oslo.middleware `request_id.py`). */
const REQUEST_ID = /^req-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const REQUEST_ID_PROBLEM =
  'must be "req-" and a UUID in lower case, such as `req-${randomUUID()}`; Ironic ignores other ids'

export function isRequestId(value: unknown): boolean {
  return typeof value === 'string' && REQUEST_ID.test(value)
}

/** The options of every call. */
export const CALL_OPTIONS = ['signal', 'retryForMs', 'timeoutMs', 'requestId'] satisfies (keyof CallOptions)[]

/** Returns what is wrong with the options of a call that the type system does not keep out. */
export function callOptionProblem(options: unknown): InvalidInputError | undefined {
  const wrong = (field: string, problem: string) => new InvalidInputError(field, problem)
  if (!isRecord(options))
    return wrong('options', `must be an object such as { signal }, not ${describeGiven(options)}`)
  // The client itself sets `until`.
  const { until: _, ...own } = options
  const unknown = unknownOption(own, CALL_OPTIONS)
  if (unknown !== undefined) return wrong(`options.${unknown.name}`, unknown.problem)
  const { signal, retryForMs, timeoutMs, requestId } = options
  if (signal !== undefined && !isSignal(signal)) return wrong('options.signal', describeSignal(signal))
  if (retryForMs !== undefined && !(typeof retryForMs === 'number' && retryForMs >= 0))
    return wrong('options.retryForMs', RETRY_MS)
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs < Infinity))
    return wrong('options.timeoutMs', POSITIVE_MS)
  if (requestId !== undefined && !isRequestId(requestId))
    return wrong('options.requestId', REQUEST_ID_PROBLEM)
  return undefined
}

function isSignal(value: unknown): boolean {
  return isRecord(value) && typeof value['addEventListener'] === 'function'
}
