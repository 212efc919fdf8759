import type { JsonValue } from '../../json/json-value.js'
import { ApiFault, conflict, LockedFault } from '../../refusals/api-fault.js'
import { pythonRepr, pythonText } from '../../refusals/python-text.js'
import type { NodeRecord } from '../../world/node-record.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import type { Task, World } from '../../world/world.js'
import { isUpdatable } from '../task/state-machine.js'
import { touch } from '../task/task.js'

/** A text that Ironic puts into its sentence about failed allocations, or `text` that stands alone. */
type AllocationFailure = string | { readonly text: string }

export function failAllocation(world: World, allocation: ResourceRecord, failure: AllocationFailure): void {
  allocation['node_uuid'] = null
  allocation['state'] = 'error'
  allocation['last_error'] =
    typeof failure === 'string'
      ? `Failed to process allocation ${allocation.uuid}: ${failure}.`
      : failure.text
  allocation.updated_at = world.timeText()
}

/**
 * Sets the allocation as the node's instance. Returns why the database refuses it, or `undefined`.
 *
 * @see openstack/ironic `ironic/db/sqlalchemy/api.py` (update_allocation)
 */
export function reserveNode(world: World, allocation: ResourceRecord, node: NodeRecord): string | undefined {
  const holder = world.store.nodeByInstance(allocation.uuid)
  if (node.instance_uuid !== null && node.instance_uuid !== allocation.uuid)
    return `Node ${node.uuid} is associated with instance ${node.instance_uuid}.`
  if (holder !== undefined && holder.record !== node)
    return (
      `Instance ${allocation.uuid} is already associated with a node, it cannot be associated with this other ` +
      `node ${node.uuid}`
    )
  allocation['node_uuid'] = node.uuid
  allocation['state'] = 'active'
  allocation.updated_at = world.timeText()
  world.store.setInstance(node, allocation.uuid)
  node.allocation_uuid = allocation.uuid
  node.instance_info = { ...node.instance_info, traits: textsIn(allocation['traits']) }
  node.updated_at = world.timeText()
  return undefined
}

/**
 * Creates the allocation that the node's instance lacks.
 *
 * @see openstack/ironic `ironic/conductor/allocations.py` (backfill_allocation)
 */
export function backfill({ node, world }: Task, allocation: ResourceRecord): void {
  const errors = misfits(node, allocation)
  if (errors.length > 0) {
    const reason = `Cannot backfill an allocation for node ${node.uuid}: ${errors.join('; ')}`
    failAllocation(world, allocation, reason)
    throw new ApiFault(500, pythonText(allocation['last_error']))
  }
  const text = reserveNode(world, allocation, node)
  if (text === undefined) return
  failAllocation(world, allocation, { text })
  throw conflict(text)
}

function misfits(node: NodeRecord, allocation: ResourceRecord): readonly string[] {
  const { resource_class: wanted } = allocation
  const traits = textsIn(allocation['traits'])
  const candidates = textsIn(allocation['candidate_nodes'])
  const errors: string[] = []
  if (node.provision_state !== 'active')
    errors.push(`Node must be in the "active" state, but the current state is "${node.provision_state}"`)
  if (wanted && node.resource_class !== wanted)
    errors.push(
      `Resource class ${node.resource_class ?? 'None'} does not match the requested resource class ${pythonText(wanted)}`,
    )
  if (traits.some((trait) => !node.traits.includes(trait)))
    errors.push(
      `List of traits ${shownTraits(node)} does not match the requested traits ${pythonRepr(traits)}`,
    )
  if (candidates.length > 0 && !candidates.includes(node.uuid))
    errors.push(`Candidate nodes must be empty or contain the target node, but got ${pythonRepr(candidates)}`)
  return errors
}

/** Returns traits as Python prints Ironic's own objects. */
function shownTraits({ traits, id, created_at: at }: NodeRecord): string {
  const each = traits.map(
    (trait) =>
      `Trait(created_at=${at.replace('+00:00', 'Z')},node_id=${id},trait='${trait}',updated_at=None)`,
  )
  return `TraitList(created_at=<?>,objects=[${each.join(',')}],updated_at=<?>)`
}

/**
 * Returns the refusal for a locked node. Ironic tries again first, and leaves a failed allocation behind in
 * the end.
 */
export function lockedForBackfill({ node, world }: Task, keep: () => ResourceRecord): LockedFault {
  const { uuid, reservation } = node
  const fault = new LockedFault(uuid, reservation ?? '', true, () =>
    failAllocation(world, keep(), { text: `Unexpected exception during allocation: ${fault.message}` }),
  )
  return fault
}

/** Refuses to remove the allocation of an existing instance. */
export function requireDeallocatable({ node }: Task, allocation: ResourceRecord): void {
  if (node.maintenance) return
  const refusal = (why: string) =>
    conflict(
      `Cannot remove allocation ${allocation.uuid} for node ${node.uuid}, because the node is ${why} (and ` +
        'maintenance mode is off)',
    )
  if (node.target_provision_state !== null && !isUpdatable(node.provision_state))
    throw refusal(`in state ${node.provision_state} where updates are not allowed`)
  if (node.provision_state === 'active') throw refusal('active')
}

/** Removes an allocation, and the node's instance with it. */
export function removeAllocation(world: World, allocation: ResourceRecord): void {
  world.store.resources.of('allocation').delete(allocation.uuid)
  const stored = world.store.nodes.get(pythonText(allocation['node_uuid']))
  if (stored?.record.allocation_uuid !== allocation.uuid) return
  stored.record.allocation_uuid = null
  world.store.setInstance(stored.record, null)
  touch(world.task(stored))
}

/** Removes the allocation of an instance that leaves. */
export function forgetAllocation({ node, world }: Task): void {
  if (node.allocation_uuid !== null) world.store.resources.of('allocation').delete(node.allocation_uuid)
  node.allocation_uuid = null
}

export function textsIn(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
