import { err, ok, type Result } from 'neverthrow'
import type { FaultOf } from '../client/errors/fault-errors.js'
import type { ProvisionRequest, ProvisionFault } from '../client/resources/node/node-states.js'
import type { ProvisionState } from '../states/provision-states.js'
import type { Verdict } from '../states/verdict.js'
import type { WaitError } from '../waiting/wait-errors.js'
import { currentStep, type WatchedNode } from '../waiting/watched-node.js'
import type { LocateError } from './locate-node.js'
import type { ModuleContext } from './module-context.js'
import type { NodeNotReadyError } from './node-errors.js'
import { judgeLifecycle, lifecycleAction, lifecycleBegan, type LifecycleVerb } from './provision-verb-plan.js'
import { sendProvisionVerb } from './send-provision-verb.js'
import type { VerbOutcome } from './waiting-verb.js'
import { watchNode, type LongWork } from './watch-node.js'

/** How long a lock of somebody else is waited for before a verb is given up. */
const LOCKED_FOR_MS = 120_000

/** A verb of a node's life with its arguments. */
export type LifecycleRequest = ProvisionRequest & { readonly target: LifecycleVerb }

/** Asks for a verb, unless the node is where it leads or on its way there. */
export async function requestState(
  context: ModuleContext,
  node: WatchedNode,
  request: LifecycleRequest,
  { signal, deadlineAt }: LongWork,
): Promise<Result<VerbOutcome, RequestLifecycleError>> {
  const verb = request.target
  const action = lifecycleAction(node, verb)
  if (action.isErr()) return err(action.error)
  if (action.value === 'done') return ok('was_there')
  if (action.value === 'join') return ok('joined')
  const sent = await sendProvisionVerb(
    context,
    {
      node: node.uuid,
      request,
      taken: (seen, mayBeOurs) => lifecycleBegan({ found: node, seen, verb, mayBeOurs }),
      lockedForMs: LOCKED_FOR_MS,
      deadlineAt,
    },
    { signal },
  )
  return sent.map(() => 'changed')
}

const GOALS: Readonly<Record<LifecycleVerb, string>> = {
  manage: 'the node to be managed',
  provide: 'the node to be cleaned and available',
  inspect: 'the hardware to be inspected',
  clean: 'the node to be cleaned',
  service: 'the machine to be serviced',
  adopt: 'the machine to be adopted',
}

/** Waits until a verb is over. */
export async function waitForState(
  context: ModuleContext,
  node: WatchedNode,
  verb: LifecycleVerb,
  work: LongWork,
): Promise<Result<WatchedNode, WaitForLifecycleError>> {
  const isOfInstance = verb === 'service' || verb === 'adopt'
  const instance = isOfInstance ? (node.instance_uuid ?? undefined) : undefined
  // Ironic forgets the step that failed before it shows the failure.
  let step = currentStep(node)
  const judge = (seen: WatchedNode | undefined): Verdict => {
    if (seen !== undefined) step = currentStep(seen) ?? step
    const verdict = judgeLifecycle(seen, verb, instance)
    if (verdict.verdict !== 'failed' || step === undefined) return verdict
    return { ...verdict, why: `${verdict.why}, last seen at step ${step}` }
  }
  const waited = await watchNode(
    context,
    node,
    { ...work, instance: node.instance_uuid },
    { goal: GOALS[verb], judge },
  )
  return waited.map((seen) => seen ?? node)
}

export function lifecycleChange(node: WatchedNode, outcome: VerbOutcome): LifecycleChange {
  const { uuid, instance_uuid, provision_state } = node
  return { node: uuid, instance: instance_uuid, provision_state, outcome }
}

/** What asking for a verb of a node's life can end with. */
export type RequestLifecycleError = LocateError | FaultOf<ProvisionFault> | NodeNotReadyError

/** What waiting for such a verb can end with. */
export type WaitForLifecycleError = LocateError | WaitError

/** A node that was taken from one state of its life to another. */
export interface LifecycleChange {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly provision_state: ProvisionState
  readonly outcome: VerbOutcome
}
