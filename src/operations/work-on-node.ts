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
import type { ModuleContext, WaitOptions } from './module-context.js'
import { runOperation, type CallScope, type OperationCall } from './run-operation.js'

/** A public call on one node, with its input. */
export interface NodeCall<Input, Options extends WaitOptions> extends OperationCall<Options> {
  readonly target: NodeTarget
  /** A further argument, checked. */
  readonly input?: Result<Input, InvalidInputError> | undefined
  readonly options: Options
  /**
   * The schema of the options. Default: that of every wait if the call has a deadline, else that of every
   * request.
   */
  readonly schema?: z.ZodType<Options> | undefined
  /** Extra fields to read from the node. */
  readonly also?: readonly NodeField[] | undefined
}

/** Checks the arguments, finds the node and its instance, then works on it. */
export function workOnNode<Options extends WaitOptions, T, E extends IronicDriverError, Input = undefined>(
  context: ModuleContext,
  { operation, deadlineMs, target, input, options, schema, also = [] }: NodeCall<Input, Options>,
  work: (node: WatchedNode, scope: CallScope & Options, input: Input) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | LocateError | UnexpectedFailureError> {
  const given = input ?? ok(undefined as Input)
  const usual = (deadlineMs === undefined ? askOptions : waitOptions) as z.ZodType<Options>
  return runOperation(
    context,
    { operation, deadlineMs },
    checkedInput(targetSchema, target, 'target').andThen((wanted) =>
      given.map((value) => ({ wanted, value })),
    ),
    checkedInput(schema ?? usual, options, 'options'),
    async ({ wanted, value }, scope): Promise<Result<T, E | LocateError>> => {
      const node = await locateNode(context, wanted, { signal: scope.signal, also })
      if (node.isErr()) return err(node.error)
      const { uuid, instance_uuid: instance } = node.value
      const done = await work(node.value, scope, value)
      return done.mapErr((error) => error.within({ node: uuid, instance: instance ?? undefined }))
    },
  )
}
