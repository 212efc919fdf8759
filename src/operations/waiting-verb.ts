import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type * as z from 'zod'
import type { NodeField } from '../client/resources/node/node-schema.js'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import type { WaitError } from '../waiting/wait-errors.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import type { NodeTarget } from './input-schemas.js'
import type { LocateError } from './locate-node.js'
import type { ModuleContext, WaitOptions } from './module-context.js'
import type { CallScope, UsualDeadline } from './run-operation.js'
import { workOnNode } from './work-on-node.js'

/** How the node got there: by this call, by a change under way, or it was there already. */
export type VerbOutcome = 'changed' | 'joined' | 'was_there'

/** The errors of waiting for a verb. */
export type WaitForVerbError = LocateError | WaitError

type Promised<T, E> = Promise<Result<T, E>>
type Settled<T, E> = Promised<T, E> | ResultAsync<T, E>

/** The schemas of the options of `x` and `requestX`, if they differ from those of every wait. */
export interface VerbOptions<Options> {
  readonly change?: z.ZodType<Options>
  readonly request?: z.ZodType<Options>
}

/**
 * The definition of a verb that waits: `x` sends a request and waits, `requestX` only sends it, `waitForX` only
 * waits.
 */
export interface WaitingVerb<Input, Outcome, Asked, Done, RequestError, Options> {
  /** The name of `x`, such as `rescue.enter`. */
  readonly name: `${string}.${string}`
  readonly deadlineMs: UsualDeadline<Options>
  /** Extra fields to read from the node. */
  readonly also?: readonly NodeField[]
  readonly options?: VerbOptions<Options>
  /** Whether `x` returns without a request. `requestX` sends it all the same. */
  readonly isThere?: (node: WatchedNode) => boolean
  /** Sends the request; returns `was_there` if there is nothing to send or to wait for. */
  readonly ask: (node: WatchedNode, input: Input, work: CallScope & Options) => Settled<Outcome, RequestError>
  /** Waits until the change has ended. */
  readonly wait: (
    node: WatchedNode,
    work: CallScope,
    outcome: Outcome,
  ) => Settled<WatchedNode, WaitForVerbError>
  /** The outcome that `waitForX` assumes. */
  readonly joined: Outcome
  /** Returns the result of `requestX`. */
  readonly asked: (node: WatchedNode, outcome: Outcome) => Asked
  /** Returns the result of `x` and `waitForX`. */
  readonly done: (node: WatchedNode, outcome: Outcome, work: CallScope) => Settled<Done, WaitForVerbError>
  /** Returns the options of a second attempt of `x`, if one may succeed after this error. */
  readonly secondAttempt?: (error: RequestError | WaitForVerbError, options: Options) => Options | undefined
}

type Given<Input> = Result<Input, InvalidInputError>

/** The input of a verb that takes none. */
export const NO_INPUT = ok(undefined)

/** The three calls of a verb. */
export interface VerbCalls<Input, Asked, Done, RequestError, Options> {
  /** Sends the request and waits. */
  readonly change: (
    target: NodeTarget,
    input: Given<Input>,
    options: Options,
  ) => ResultAsync<Done, RequestError | WaitForVerbError>
  /** Only sends the request. */
  readonly request: (
    target: NodeTarget,
    input: Given<Input>,
    options: Options,
  ) => ResultAsync<Asked, RequestError | LocateError>
  /** Only waits. */
  readonly waitFor: (target: NodeTarget, options: WaitOptions) => ResultAsync<Done, WaitForVerbError>
}

/** Creates `x`, `requestX` and `waitForX` of a verb. Errors and progress carry their names. */
export function waitingVerb<
  Input,
  Outcome extends string,
  Asked,
  Done,
  RequestError extends IronicDriverError,
  Options extends WaitOptions = WaitOptions,
>(
  context: ModuleContext,
  verb: WaitingVerb<Input, Outcome, Asked, Done, RequestError, Options>,
): VerbCalls<Input, Asked, Done, RequestError, Options> {
  const { also, deadlineMs, ask, wait, joined, asked, done, isThere, secondAttempt } = verb

  return {
    change: (target, input, options) =>
      workOnNode(
        context,
        { operation: verb.name, target, input, options, schema: verb.options?.change, also, deadlineMs },
        async (node, work, given): Promised<Done, RequestError | WaitForVerbError> => {
          if (isThere?.(node) === true) return done(node, joined, work)
          const first = await attempt(node, given, work)
          const second = first.isErr() ? secondAttempt?.(first.error, work) : undefined
          return second === undefined ? first : attempt(node, given, { ...work, ...second })
        },
      ),

    request: (target, input, options) =>
      workOnNode(
        context,
        {
          operation: callOf('request'),
          target,
          input,
          options,
          schema: verb.options?.request,
          also,
          deadlineMs,
        },
        async (node, work, given) => (await ask(node, given, work)).map((outcome) => asked(node, outcome)),
      ),

    waitFor: (target, options) => {
      const usualMs = typeof deadlineMs === 'number' ? deadlineMs : deadlineMs({} as Options)
      return workOnNode(
        context,
        { operation: callOf('waitFor'), target, options, deadlineMs: usualMs },
        async (node, work): Promised<Done, WaitForVerbError> => {
          const over = await wait(node, work, joined)
          return over.isErr() ? err(over.error) : done(over.value, joined, work)
        },
      )
    },
  }

  async function attempt(
    node: WatchedNode,
    input: Input,
    work: CallScope & Options,
  ): Promised<Done, RequestError | WaitForVerbError> {
    const outcome = await ask(node, input, work)
    if (outcome.isErr()) return err(outcome.error)
    const over = outcome.value === 'was_there' ? ok(node) : await wait(node, work, outcome.value)
    return over.isErr() ? err(over.error) : done(over.value, outcome.value, work)
  }

  function callOf(prefix: 'request' | 'waitFor'): string {
    const [module, name = ''] = verb.name.split('.')
    return `${module}.${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`
  }
}
