import { docsAddress } from './docs-address.js'
import { redactText } from './redaction.js'

/**
 * What to do next about an error.
 *
 * - `retry_later`: nothing is wrong with the request; the same call may succeed later.
 * - `fix_request`: the call itself is wrong; no retry helps.
 * - `fix_node`: the node or its hardware needs an operator.
 * - `try_other_node`: this node cannot do it now; another may.
 * - `check_state`: the state is not what the call expects, or it is not known whether a change happened; the message says
 *   which. Read the node before doing anything.
 */
export type Advice = 'retry_later' | 'fix_request' | 'fix_node' | 'try_other_node' | 'check_state'

/** Where an error occurred. The outermost operation counts; of the other fields, those that an inner layer has set. */
export interface ErrorContext {
  /** The public call that failed, such as `provisioning.spawn`. */
  readonly operation?: string | undefined
  /** UUID or name of the node, when one is known. */
  readonly node?: string | undefined
  /** UUID of the instance, when one is known. */
  readonly instance?: string | undefined
  /** Ironic's id of the request that failed (`req-…`), to find it in the server's log. */
  readonly requestId?: string | undefined
  /**
   * The id that this library sent with all attempts of the request that failed, as `x-openstack-request-id`: Ironic logs
   * it as the global request id.
   */
  readonly globalRequestId?: string | undefined
}

export interface ErrorDetails extends ErrorContext {
  readonly cause?: unknown
}

/**
 * The base class of every error that this library returns. Errors are returned inside a `Result`, never thrown.
 *
 * Distinguish them by `kind`; the return type of a method lists the errors it can fail with. No error contains a
 * secret, and neither does its output in `JSON.stringify` and `util.inspect`.
 */
export abstract class IronicDriverError extends Error {
  abstract readonly kind: string
  readonly advice: Advice
  readonly operation: string | undefined
  readonly node: string | undefined
  readonly instance: string | undefined
  readonly requestId: string | undefined
  readonly globalRequestId: string | undefined

  constructor(message: string, advice: Advice, details: ErrorDetails = {}) {
    super(redactText(message), details.cause === undefined ? {} : { cause: withoutSecrets(details.cause) })
    this.name = new.target.name
    this.advice = advice
    this.operation = details.operation
    this.node = textOnly(details.node)
    this.instance = textOnly(details.instance)
    this.requestId = details.requestId
    this.globalRequestId = details.globalRequestId
  }

  /**
   * Returns a copy of this error that says where it happened. The outermost operation replaces inner ones; a node and
   * an instance that are already set are kept. It is a copy because callers that share one request also share its
   * error.
   */
  within(context: Omit<ErrorContext, 'requestId'>): this {
    // Created as an Error: `structuredClone` and some loggers do not accept an object that only inherits from it.
    const copy = Object.setPrototypeOf(new Error(this.message), Object.getPrototypeOf(this) as object) as this
    const { stack: _, ...fields } = Object.getOwnPropertyDescriptors(this)
    Object.defineProperties(copy, fields)
    if (this.stack !== undefined) copy.stack = this.stack
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- has all fields of this error
    return Object.assign(copy, {
      operation: context.operation ?? this.operation,
      node: this.node ?? textOnly(context.node),
      instance: this.instance ?? textOnly(context.instance),
      globalRequestId: this.globalRequestId ?? context.globalRequestId,
    })
  }

  /** Returns a copy of this error with one more sentence in its message. */
  withSentence(sentence: string): this {
    return this.withMessage(`${this.message} ${sentence}`)
  }

  /** Returns a copy of this error with another message, for an outer layer that knows more. */
  withMessage(message: string): this {
    const copy = this.within({})
    copy.message = redactText(message)
    if (this.stack !== undefined) copy.stack = this.stack.replace(this.message, () => copy.message)
    return copy
  }

  /** Returns a copy of this error with another advice, for an outer layer that knows more. */
  advising(advice: Advice): this {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- has all fields of this error
    return Object.assign(this.within({}), { advice })
  }

  /**
   * Where the documentation explains this kind of error, and what to do about it: a web address, or the path of a file in
   * this package, such as `ironic-driver/docs/errors/node_locked.md`.
   */
  get docs(): string {
    return docsAddress(this.kind)
  }

  /** Returns all fields as plain JSON, including the message, `docs` and the cause. */
  toJSON(): Record<string, unknown> {
    return { ...describeError(this, 0), docs: this.docs }
  }
}

/** Plain JavaScript may pass any object as a node, and what it holds would appear in logs. */
function textOnly(ident: unknown): string | undefined {
  return typeof ident === 'string' ? ident : undefined
}

/** Limits the chain, since an error may be its own cause. */
const LONGEST_CHAIN = 8
const CUT_OFF = 'further causes are left out'

/**
 * Keeps only the name, message, code and stack of a foreign error, which may hold its request with a token. Any value
 * can be thrown, so even reading one may throw.
 */
function withoutSecrets(cause: unknown, depth = 0): unknown {
  if (depth > LONGEST_CHAIN) return CUT_OFF
  try {
    if (cause instanceof IronicDriverError) return cause
    if (!(cause instanceof Error)) return redactText(textOf(cause))
    const kept = new Error(redactText(textOf(cause.message)))
    kept.name = redactText(textOf(cause.name))
    kept.stack = redactText(textOf(cause.stack ?? ''))
    const code = codeOf(cause)
    if (code !== undefined) Object.assign(kept, { code: redactText(code) })
    if (cause.cause !== undefined) kept.cause = withoutSecrets(cause.cause, depth + 1)
    return kept
  } catch {
    return 'a value that cannot be read'
  }
}

function describeError(error: IronicDriverError, depth: number): Record<string, unknown> {
  return {
    ...Object.fromEntries(Object.entries(error)),
    name: error.name,
    kind: error.kind,
    message: error.message,
    ...(error.cause === undefined ? {} : { cause: describeCause(error.cause, depth + 1) }),
  }
}

function describeCause(cause: unknown, depth: number): unknown {
  if (depth > LONGEST_CHAIN) return CUT_OFF
  if (cause instanceof IronicDriverError) return describeError(cause, depth)
  if (!(cause instanceof Error)) return typeof cause === 'string' ? cause : textOf(cause)
  const code = codeOf(cause)
  return {
    name: cause.name,
    message: cause.message,
    ...(code === undefined ? {} : { code }),
    ...(cause.cause === undefined ? {} : { cause: describeCause(cause.cause, depth + 1) }),
  }
}

function codeOf(error: Error): string | undefined {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : `a value of type ${typeof value}`
}
