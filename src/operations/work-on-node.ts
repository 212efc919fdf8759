import { err, type Result, type ResultAsync } from 'neverthrow'
import type { UnexpectedFailureError } from '../client/errors/client-errors.js'
import type { NodeField } from '../client/resources/node/node-schema.js'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import { boundedCall } from './bounded-call.js'
import { checkedInput } from './checked-input.js'
import { checkedOperation } from './checked-operation.js'
import { target as targetSchema, type Target } from './input-schemas.js'
import { locateNode, type LocateError } from './locate-node.js'
import type { AskOptions, ModuleContext } from './module-context.js'

/** A public call on one machine: all that was passed, as it was checked. */
export interface NodeCall<Argument, Options extends AskOptions> {
  readonly operation: string
  readonly target: Target
  readonly argument: Result<Argument, InvalidInputError>
  readonly options: Result<Options, InvalidInputError>
  /** What to read of the node besides what is always read. */
  readonly also?: readonly NodeField[]
}

/** Checks all that was passed, then finds the node with the instance that must be on it, then works on it. */
export function workOnNode<Argument, Options extends AskOptions, T, E extends IronicDriverError>(
  context: ModuleContext,
  { operation, target, argument, options, also = [] }: NodeCall<Argument, Options>,
  work: (node: WatchedNode, argument: Argument, options: Options) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | LocateError | UnexpectedFailureError> {
  const input = checkedInput(targetSchema, target, 'target').andThen((wanted) =>
    argument.map((value) => ({ wanted, value })),
  )
  return checkedOperation(operation, input, options, (both, given): Promise<Result<T, E | LocateError>> => {
    const { wanted, value } = both
    const deadlineMs = deadlineIn(given)
    const deadlineAt = context.clock.now() + deadlineMs
    return boundedCall({ signal: given.signal, deadlineAt }, async (signal) => {
      const node = await locateNode(context, wanted, { signal, also })
      if (node.isErr()) return err(node.error)
      // Finding the node is part of the time that was given.
      const left = { deadlineMs: Math.max(0, deadlineAt - context.clock.now()) }
      return work(node.value, value, { ...given, signal, ...(deadlineMs === Infinity ? {} : left) })
    })
  })
}

/** Only the verbs that wait have one, and each has its own default. */
function deadlineIn(options: AskOptions & { readonly deadlineMs?: number | undefined }): number {
  return options.deadlineMs ?? Infinity
}
