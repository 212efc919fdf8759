import { err, ok, type Result } from 'neverthrow'
import type { FaultOf } from '../client/errors/fault-errors.js'
import type { ProvisionFault, ProvisionRequest } from '../client/resources/node/node-states.js'
import type { ProvisionState } from '../states/provision-states.js'
import { PROVISION_VERBS } from '../states/provision-verbs.js'
import type { WaitError } from '../waiting/wait-errors.js'
import { currentStep, type WatchedNode } from '../waiting/watched-node.js'
import type { LocateError } from './locate-node.js'
import type { ModuleContext } from './module-context.js'
import type { NodeNotReadyError } from './node-errors.js'
import { judgeLifecycle, verbAction, type LifecycleVerb } from './provision-verb-plan.js'
import type { CallScope } from './run-operation.js'
import { sendProvisionVerb } from './send-provision-verb.js'
import type { VerbOutcome } from './waiting-verb.js'
import { watchNode } from './watch-node.js'

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

const GOALS: Readonly<Record<LifecycleVerb, string>> = {
  manage: 'the node to be managed',
  provide: 'the node to be cleaned and available',
  inspect: 'the hardware to be inspected',
  clean: 'the node to be cleaned',
  service: 'the node to be serviced',
  adopt: 'the node to be adopted',
  rescue: 'the rescue system to run',
  unrescue: 'the node to leave rescue',
}

/** Waits until a verb has ended. */
export function waitForState(
  context: ModuleContext,
  node: WatchedNode,
  verb: LifecycleVerb,
  work: CallScope,
): Promise<Result<WatchedNode, WaitError>> {
  const isOfInstance = PROVISION_VERBS[verb].instance === 'stays'
  const instance = isOfInstance ? (node.instance_uuid ?? undefined) : undefined
  // Keep the step: Ironic clears it before it shows the failure.
  let step = currentStep(node)
  return watchNode(context, node, work, {
    goal: GOALS[verb],
    judge: (seen) => {
      step = currentStep(seen) ?? step
      const verdict = judgeLifecycle(seen, verb, instance)
      if (verdict.verdict !== 'failed' || step === undefined) return verdict
      return { ...verdict, why: `${verdict.why}, last seen at step ${step}` }
    },
  })
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
