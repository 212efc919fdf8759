import { err, type Result } from 'neverthrow'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import type { NodePicker } from '../claim/claim-node.js'
import { allocationFor } from '../claim/node-requirements.js'
import { NoSuitableNodeError } from '../errors/claim-errors.js'
import type { PlanError } from '../errors/provisioning-errors.js'
import { planSpawn, type SpawnPlan, type PlannedRequest } from './plan-spawn.js'
import { withRequiredTraits, type PickedNodeRequest } from './spawn-request.js'

/** Plans a spawn on the node of the instance, or on one of the nodes that fit now. */
export async function planOnPickedNode(
  context: ModuleContext,
  { choice }: NodePicker,
  wanted: PickedNodeRequest,
  { signal }: AskOptions,
): Promise<Result<SpawnPlan, PlanError>> {
  const request = withRequiredTraits(wanted)
  const instance = request.instance.id
  const carrier = await context.reader.read({ instance }, { signal })
  if (carrier.isErr()) return err(carrier.error)
  if (carrier.value !== undefined)
    return planSpawn(context, { ...request, node: carrier.value.uuid }, { signal })
  const fitting = await choice.fitting(request.node, { signal })
  if (fitting.isErr()) return err(fitting.error)
  const [first] = fitting.value
  if (first === undefined)
    return err(new NoSuitableNodeError('no free node meets the requirements', { instance, tried: [] }))
  const plan = await planSpawn(context, { ...request, node: first.uuid }, { signal })
  const features = await context.client.features({ signal })
  if (features.isErr()) return err(features.error)
  const allocation = features.value.supports('allocations') ? allocationFor(request) : undefined
  const before: readonly PlannedRequest[] =
    allocation === undefined ? [] : [{ method: 'POST', path: '/v1/allocations', body: allocation }]
  return plan.map((found) => ({
    ...found,
    fitting: fitting.value.length,
    requests: found.action === 'deploy' ? [...before, ...found.requests] : found.requests,
  }))
}
