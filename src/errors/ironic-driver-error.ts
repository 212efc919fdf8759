import { redactText } from './redaction.js'

/**
 * What to do next about an error.
 *
 * - `retry_later`: nothing is wrong with the request; the same call may succeed later.
 * - `fix_request`: the call itself is wrong; no retry helps.
 * - `fix_node`: the machine or its record needs an operator.
 * - `try_other_node`: this node cannot do it now, another may.
 * - `check_state`: it is not known whether the change happened; read the node before doing anything.
 */
export type Advice = 'retry_later' | 'fix_request' | 'fix_node' | 'try_other_node' | 'check_state'

/** Where an error came from. Filled in from the inside out: what is known first stays. */
export interface ErrorContext {
  /** The public call that failed, such as `provisioning.spawn`. */
  readonly operation?: string | undefined
  /** UUID or name of the node, when one is known. */
  readonly node?: string | undefined
  /** UUID of the instance, when one is known. */
  readonly instance?: string | undefined
  /** Ironic's id of the request that failed (`req-…`), to find it in the server's log. */
  readonly requestId?: string | undefined
}

export interface ErrorDetails extends ErrorContext {
  readonly cause?: unknown
}

/**
 * The base of every error that this library returns. They are returned inside a `Result`, never thrown.
 *
 * Tell them apart by `kind`; what a method can return is in its type. No secret stands in any of them, nor in
 * what `JSON.stringify` and `util.inspect` make of them.
 */
export abstract class IronicDriverError extends Error {
  abstract readonly kind: string
  readonly advice: Advice
  readonly operation: string | undefined
  readonly node: string | undefined
  readonly instance: string | undefined
  readonly requestId: string | undefined

  constructor(message: string, advice: Advice, details: ErrorDetails = {}) {
    super(redactText(message), details.cause === undefined ? {} : { cause: withoutSecrets(details.cause) })
    this.name = new.target.name
    this.advice = advice
    this.operation = details.operation
    this.node = details.node
    this.instance = details.instance
    this.requestId = details.requestId
  }

  /**
   * The same error, told where it happened: the outermost operation counts, and the node and the instance that an
   * inner layer knew stay. A copy, since callers who shared one request share its error.
   */
  within(context: Omit<ErrorContext, 'requestId'>): this {
    const copy = Object.create(
      Object.getPrototypeOf(this) as object,
      Object.getOwnPropertyDescriptors(this),
    ) as this
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- made of all that this one has
    return Object.assign(copy, {
      operation: context.operation ?? this.operation,
      node: this.node ?? context.node,
      instance: this.instance ?? context.instance,
    })
  }

  /** All fields, message and cause included, as plain JSON. */
  toJSON(): Record<string, unknown> {
    return {
      ...Object.fromEntries(Object.entries(this)),
      name: this.name,
      kind: this.kind,
      message: this.message,
      ...(this.cause === undefined ? {} : { cause: describeCause(this.cause) }),
    }
  }
}

/** An error may be its own cause. */
const LONGEST_CHAIN = 8

/** A foreign error may carry its request, and with it a token: only its name, text, code and stack are kept. */
function withoutSecrets(cause: unknown, depth = 0): unknown {
  if (cause instanceof IronicDriverError) return cause
  if (depth > LONGEST_CHAIN) return 'further causes are left out'
  if (!(cause instanceof Error)) return redactText(textOf(cause))
  const kept = new Error(redactText(cause.message))
  kept.name = cause.name
  kept.stack = redactText(cause.stack ?? '')
  const code = codeOf(cause)
  if (code !== undefined) Object.assign(kept, { code })
  if (cause.cause !== undefined) kept.cause = withoutSecrets(cause.cause, depth + 1)
  return kept
}

function describeCause(cause: unknown): unknown {
  if (cause instanceof IronicDriverError) return cause.toJSON()
  if (!(cause instanceof Error)) return cause
  const code = codeOf(cause)
  return {
    name: cause.name,
    message: cause.message,
    ...(code === undefined ? {} : { code }),
    ...(cause.cause === undefined ? {} : { cause: describeCause(cause.cause) }),
  }
}

function codeOf(error: Error): string | undefined {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : `a value of type ${typeof value}`
}
