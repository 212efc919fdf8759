import { err, ok, type Result } from 'neverthrow'
import type { FaultOf } from '../client/errors/fault-errors.js'
import type { ProvisionFault, ProvisionRequest } from '../client/resources/node/node-states.js'
import type { ProvisionState } from '../states/provision-states.js'
import type { WaitError } from '../waiting/wait-errors.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import type { LocateError } from './locate-node.js'
import type { ModuleContext } from './module-context.js'
import type { NodeNotReadyError } from './node-errors.js'
import { verbAction, type LifecycleVerb } from './provision-verb-plan.js'
import type { CallScope } from './run-operation.js'
import { sendProvisionVerb } from './send-provision-verb.js'
import type { VerbOutcome } from './waiting-verb.js'

/** A provision verb with its arguments. */
export type LifecycleRequest = ProvisionRequest & { readonly target: LifecycleVerb }

/** Sends a verb, unless the node is already in its end state or on the way there. */
export async function requestState(
  context: ModuleContext,
  found: WatchedNode,
  request: LifecycleRequest,
  work: CallScope,
): Promise<Result<VerbOutcome, RequestLifecycleError>> {
  const action = verbAction(found, request.target)
  if (action.isErr()) return err(action.error)
  if (action.value === 'done') return ok('was_there')
  if (action.value === 'join') return ok('joined')
  const sent = await sendProvisionVerb(context, { found, request }, work)
  return sent.map(() => 'changed')
}

export function lifecycleChange(node: WatchedNode, outcome: VerbOutcome): LifecycleChange {
  const { uuid, instance_uuid, provision_state } = node
  return { node: uuid, instance: instance_uuid, provision_state, outcome }
}

/**
 * The errors of sending a provision verb.
 *
 * @inline
 */
export type RequestLifecycleError = LocateError | FaultOf<ProvisionFault> | NodeNotReadyError

/**
 * The errors of waiting for such a verb.
 *
 * @inline
 */
export type WaitForLifecycleError = LocateError | WaitError

/** The result of a provision verb. */
export interface LifecycleChange {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly provision_state: ProvisionState
  readonly outcome: VerbOutcome
}
