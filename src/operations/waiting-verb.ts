import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import { checkedInput } from './checked-input.js'
import { waitOptions, type Target } from './input-schemas.js'
import type { LocateError } from './locate-node.js'
import type { ModuleContext, WaitOptions } from './module-context.js'
import type { LongWork } from './watch-node.js'
import { workOnNode } from './work-on-node.js'

/** How a machine came to be there: by this call, by one that was under way, or it was there already. */
export type VerbOutcome = 'changed' | 'joined' | 'was_there'

type Settled<T, E> = Promise<Result<T, E>>

/** What a verb that waits consists of. */
export interface WaitingVerb<Input, Asked, Done, RequestError, WaitError> {
  /** The call that asks and waits, such as `rescue.enter`. */
  readonly name: `${string}.${string}`
  readonly deadlineMs: number
  /** Asks for it, unless the machine is there or on its way. */
  readonly ask: (node: WatchedNode, input: Input, work: LongWork) => Settled<VerbOutcome, RequestError>
  /** Waits until it is over. */
  readonly wait: (node: WatchedNode, work: LongWork) => Settled<WatchedNode, WaitError>
  /** What is told once it is asked for. */
  readonly asked: (node: WatchedNode, outcome: VerbOutcome) => Asked
  /** What is told once it is over. */
  readonly done: (node: WatchedNode, outcome: VerbOutcome, work: LongWork) => Settled<Done, WaitError>
}

type Given<Input> = Result<Input, InvalidInputError>

/** The three calls that a verb is made into. */
export interface VerbCalls<Input, Asked, Done, RequestError, WaitError> {
  /** Asks and waits. */
  readonly change: (
    target: Target,
    input: Given<Input>,
    options: WaitOptions,
  ) => ResultAsync<Done, RequestError | WaitError | LocateError>
  /** Only asks. */
  readonly request: (
    target: Target,
    input: Given<Input>,
    options: WaitOptions,
  ) => ResultAsync<Asked, RequestError | LocateError>
  /** Only waits. */
  readonly waitFor: (target: Target, options: WaitOptions) => ResultAsync<Done, WaitError | LocateError>
}

/** Makes `enter`, `requestEnter` and `waitForEnter` of one verb, whose names errors and progress then tell. */
export function waitingVerb<
  Input,
  Asked,
  Done,
  RequestError extends IronicDriverError,
  WaitError extends IronicDriverError,
>(
  context: ModuleContext,
  verb: WaitingVerb<Input, Asked, Done, RequestError, WaitError>,
): VerbCalls<Input, Asked, Done, RequestError, WaitError> {
  return {
    change: (target, argument, options) =>
      workOnNode(
        context,
        { operation: verb.name, target, argument, options: checkedInput(waitOptions, options, 'options') },
        async (node, input, given): Settled<Done, RequestError | WaitError> => {
          const work = during(verb.name, given)
          const asked = await verb.ask(node, input, work)
          if (asked.isErr()) return err(asked.error)
          const over = asked.value === 'was_there' ? ok(node) : await verb.wait(node, work)
          return over.isErr() ? err(over.error) : verb.done(over.value, asked.value, work)
        },
      ),

    request: (target, argument, options) => {
      const operation = nameWith('request')
      return workOnNode(
        context,
        { operation, target, argument, options: checkedInput(waitOptions, options, 'options') },
        async (node, input, given) => {
          const asked = await verb.ask(node, input, during(operation, given))
          return asked.map((outcome) => verb.asked(node, outcome))
        },
      )
    },

    waitFor: (target, options) => {
      const operation = nameWith('waitFor')
      return workOnNode(
        context,
        {
          operation,
          target,
          argument: ok(undefined),
          options: checkedInput(waitOptions, options, 'options'),
        },
        async (node, _, given): Settled<Done, WaitError> => {
          const work = during(operation, given)
          const over = await verb.wait(node, work)
          return over.isErr() ? err(over.error) : verb.done(over.value, 'joined', work)
        },
      )
    },
  }

  function nameWith(prefix: string): string {
    const [module, name = ''] = verb.name.split('.')
    return `${module}.${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`
  }

  function during(operation: string, options: WaitOptions): LongWork {
    const { signal, onProgress, deadlineMs = verb.deadlineMs } = options
    return { operation, signal, onProgress, deadlineAt: context.clock.now() + deadlineMs }
  }
}
