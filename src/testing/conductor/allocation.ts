import { ApiFault, badRequest, conflict } from '../api/api-fault.js'
import { pythonRepr, pythonText } from '../api/python-text.js'
import type { JsonValue } from '../json-value.js'
import type { NodeRecord } from '../store/node-record.js'
import type { ResourceRecord } from '../store/resource-record.js'
import type { Task, World } from '../world.js'
import { UPDATE_ALLOWED_STATES } from './state-machine.js'
import { touch } from './task.js'

/**
 * Finds a node for an allocation. Ironic does it after the reply; here it is done by the next request.
 *
 * @see openstack/ironic `ironic/conductor/allocations.py` (do_allocate)
 */
export function allocate(world: World, allocation: ResourceRecord): void {
  const candidates = textsIn(allocation['candidate_nodes'])
  const resourceClass = pythonText(allocation['resource_class'])
  const available = world.store.recordsInOrder.filter(
    (node) =>
      isFree(node) &&
      node.resource_class === resourceClass &&
      (candidates.length === 0 || candidates.includes(node.uuid)) &&
      (allocation['owner'] === null || [node.owner, node.lessee].includes(pythonText(allocation['owner']))),
  )
  if (available.length === 0)
    return fail(
      world,
      allocation,
      candidates.length > 0
        ? `none of the requested nodes are available and match the resource class ${resourceClass}`
        : `no available nodes match the resource class ${resourceClass}`,
    )
  const traits = textsIn(allocation['traits'])
  const suitable = available.filter((node) => traits.every((trait) => node.traits.includes(trait)))
  if (suitable.length === 0)
    return fail(world, allocation, `no suitable nodes have the requested traits ${traits.join(', ')}`)
  const unlocked = suitable.filter((node) => node.reservation === null)
  const chosen =
    unlocked.find((node) => node.name !== null && node.name === allocation['name']) ??
    unlocked[Math.floor(world.random.next() * unlocked.length)]
  if (chosen === undefined)
    return fail(world, allocation, `could not reserve any of ${suitable.length} suitable nodes`)
  reserve(world, allocation, chosen)
}

function isFree(node: NodeRecord): boolean {
  return (
    node.provision_state === 'available' &&
    node.instance_uuid === null &&
    node.power_state !== null &&
    !node.maintenance
  )
}

function fail(world: World, allocation: ResourceRecord, reason: string): void {
  allocation['node_uuid'] = null
  allocation['state'] = 'error'
  allocation['last_error'] = `Failed to process allocation ${allocation.uuid}: ${reason}.`
  allocation.updated_at = world.timeText()
}

function reserve(world: World, allocation: ResourceRecord, node: NodeRecord): void {
  allocation['node_uuid'] = node.uuid
  allocation['state'] = 'active'
  allocation.updated_at = world.timeText()
  world.store.setInstance(node, allocation.uuid)
  node.allocation_uuid = allocation.uuid
  node.instance_info = { ...node.instance_info, traits: textsIn(allocation['traits']) }
  node.updated_at = world.timeText()
}

/**
 * Makes the allocation that an instance would have had.
 *
 * @see openstack/ironic `ironic/conductor/allocations.py` (backfill_allocation)
 */
export function backfill(task: Task, allocation: ResourceRecord): void {
  const { node, world } = task
  const errors: string[] = []
  const traits = textsIn(allocation['traits'])
  const candidates = textsIn(allocation['candidate_nodes'])
  if (node.provision_state !== 'active')
    errors.push(`Node must be in the "active" state, but the current state is "${node.provision_state}"`)
  if (node.resource_class !== allocation['resource_class'])
    errors.push(
      `Resource class ${node.resource_class ?? 'None'} does not match the requested resource class ` +
        pythonText(allocation['resource_class']),
    )
  if (traits.some((trait) => !node.traits.includes(trait)))
    errors.push(
      `List of traits ${pythonRepr(node.traits)} does not match the requested traits ${pythonRepr(traits)}`,
    )
  if (candidates.length > 0 && !candidates.includes(node.uuid))
    errors.push(`Candidate nodes must be empty or contain the target node, but got ${pythonRepr(candidates)}`)
  if (errors.length > 0) {
    fail(world, allocation, `Cannot backfill an allocation for node ${node.uuid}: ${errors.join('; ')}`)
    throw new ApiFault(500, pythonText(allocation['last_error']))
  }
  if (node.instance_uuid !== null && node.instance_uuid !== allocation.uuid) {
    const reason = `Node ${node.uuid} is associated with instance ${node.instance_uuid}.`
    fail(world, allocation, reason)
    allocation['last_error'] = reason
    throw conflict(reason)
  }
  reserve(world, allocation, node)
}

/** An instance that is there keeps its allocation. */
export function requireDeallocatable({ node }: Task, allocation: ResourceRecord): void {
  if (node.maintenance) return
  const refusal = (why: string) =>
    badRequest(
      `Cannot remove allocation ${allocation.uuid} for node ${node.uuid}, because the node is ${why} (and ` +
        'maintenance mode is off)',
    )
  if (node.target_provision_state !== null && !UPDATE_ALLOWED_STATES.has(node.provision_state))
    throw refusal(`in state ${node.provision_state} where updates are not allowed`)
  if (node.provision_state === 'active') throw refusal('active')
}

/** Takes an allocation away, and the instance with it. */
export function removeAllocation(world: World, allocation: ResourceRecord): void {
  world.store.resources.allocation.delete(allocation.uuid)
  const stored = world.store.nodes.get(pythonText(allocation['node_uuid']))
  if (stored?.record.allocation_uuid !== allocation.uuid) return
  stored.record.allocation_uuid = null
  world.store.setInstance(stored.record, null)
  touch(world.task(stored))
}

/** The allocation goes with the instance. */
export function forgetAllocation({ node, world }: Task): void {
  if (node.allocation_uuid !== null) world.store.resources.allocation.delete(node.allocation_uuid)
  node.allocation_uuid = null
}

export function textsIn(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
