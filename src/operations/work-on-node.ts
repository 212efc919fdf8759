import { err, type Result, type ResultAsync } from 'neverthrow'
import type { UnexpectedFailureError } from '../client/errors/client-errors.js'
import type { NodeField } from '../client/resources/node/node-schema.js'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import { checkedInput } from './checked-input.js'
import { target as targetSchema, type Target } from './input-schemas.js'
import { locateNode, type LocateError } from './locate-node.js'
import { longOperation, type LongWork, type UsualDeadline } from './long-work.js'
import type { ModuleContext, WaitOptions } from './module-context.js'

/** A public call on one machine: all that was passed, as it was checked. */
export interface NodeCall<Argument, Options extends WaitOptions> {
  readonly operation: string
  readonly target: Target
  readonly argument: Result<Argument, InvalidInputError>
  readonly options: Result<Options, InvalidInputError>
  /** What to read of the node besides what is always read. */
  readonly also?: readonly NodeField[] | undefined
  /** How long it may take in all unless the options say otherwise. Default: as long as its requests take. */
  readonly deadlineMs?: UsualDeadline<Options>
}

/** Checks all that was passed, then finds the node with the instance that must be on it, then works on it. */
export function workOnNode<Argument, Options extends WaitOptions, T, E extends IronicDriverError>(
  context: ModuleContext,
  { operation, target, argument, options, also = [], deadlineMs = Infinity }: NodeCall<Argument, Options>,
  work: (node: WatchedNode, argument: Argument, work: LongWork & Options) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | LocateError | UnexpectedFailureError> {
  const input = checkedInput(targetSchema, target, 'target').andThen((wanted) =>
    argument.map((value) => ({ wanted, value })),
  )
  return longOperation(
    context,
    { operation, deadlineMs },
    input,
    options,
    async ({ wanted, value }, during): Promise<Result<T, E | LocateError>> => {
      const node = await locateNode(context, wanted, { signal: during.signal, also })
      return node.isErr() ? err(node.error) : work(node.value, value, during)
    },
  )
}
