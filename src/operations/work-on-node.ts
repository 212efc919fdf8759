import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type * as z from 'zod'
import type { UnexpectedFailureError } from '../client/errors/client-errors.js'
import type { NodeField } from '../client/resources/node/node-schema.js'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import { checkedInput } from './checked-input.js'
import { askOptions, target as targetSchema, waitOptions, type NodeTarget } from './input-schemas.js'
import { locateNode, type LocateError } from './locate-node.js'
import { longOperation, type LongWork, type UsualDeadline } from './long-work.js'
import type { ModuleContext, WaitOptions } from './module-context.js'

/** A public call on one node, with its input. */
export interface NodeCall<Options extends WaitOptions> {
  readonly operation: string
  readonly target: NodeTarget
  readonly options: Options
  /**
   * The schema of the options. Default: that of every wait if the call has a deadline, else that of every
   * request.
   */
  readonly schema?: z.ZodType<Options> | undefined
  /** The default deadline. Default: the time that its requests take. */
  readonly deadlineMs?: UsualDeadline<Options>
  /** Extra fields to read from the node. */
  readonly also?: readonly NodeField[] | undefined
}

type Work<T, E> = PromiseLike<Result<T, E>>

/** Checks the input, finds the node and its instance, then works on it. */
export function workOnNode<Options extends WaitOptions, T, E extends IronicDriverError>(
  context: ModuleContext,
  call: NodeCall<Options>,
  work: (node: WatchedNode, work: LongWork & Options) => Work<T, E>,
): ResultAsync<T, E | LocateError | UnexpectedFailureError> {
  return workOnNodeWith(context, call, ok(undefined), (node, _, during) => work(node, during))
}

/** Does the same for a call with a further, checked argument. */
export function workOnNodeWith<Argument, Options extends WaitOptions, T, E extends IronicDriverError>(
  context: ModuleContext,
  { operation, target, options, schema, also = [], deadlineMs = Infinity }: NodeCall<Options>,
  argument: Result<Argument, InvalidInputError>,
  work: (node: WatchedNode, argument: Argument, work: LongWork & Options) => Work<T, E>,
): ResultAsync<T, E | LocateError | UnexpectedFailureError> {
  const usual = (deadlineMs === Infinity ? askOptions : waitOptions) as z.ZodType<Options>
  return longOperation(
    context,
    { operation, deadlineMs },
    checkedInput(targetSchema, target, 'target').andThen((wanted) =>
      argument.map((value) => ({ wanted, value })),
    ),
    checkedInput(schema ?? usual, options, 'options'),
    async ({ wanted, value }, during): Promise<Result<T, E | LocateError>> => {
      const node = await locateNode(context, wanted, { signal: during.signal, also })
      return node.isErr() ? err(node.error) : work(node.value, value, during)
    },
  )
}
