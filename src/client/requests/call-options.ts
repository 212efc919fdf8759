import { InvalidInputError } from '../../errors/invalid-input-error.js'

/** The form that OpenStack services accept. Others they ignore (oslo.middleware `request_id.py`). */
const REQUEST_ID = /^req-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const REQUEST_ID_PROBLEM =
  'must be "req-" and a UUID in lower case, such as `req-${randomUUID()}`; Ironic ignores other ids'

export function isRequestId(value: unknown): boolean {
  return typeof value === 'string' && REQUEST_ID.test(value)
}

/** Returns what is wrong with the options of a call that the type system does not keep out. */
export function callOptionProblem(options: {
  readonly timeoutMs?: unknown
  readonly requestId?: unknown
}): InvalidInputError | undefined {
  const { timeoutMs, requestId } = options
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs < Infinity))
    return new InvalidInputError('options.timeoutMs', 'must be a positive number of milliseconds')
  if (requestId !== undefined && !isRequestId(requestId))
    return new InvalidInputError('options.requestId', REQUEST_ID_PROBLEM)
  return undefined
}
