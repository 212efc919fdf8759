import { FAKE_HARDWARE_TIMINGS, type Timing, timeOf } from '../../hardware/timings.js'
import { noFreeWorker } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import type { NodeRecord } from '../../world/node-record.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import type { World, AllocationAttempt } from '../../world/world.js'
import { failAllocation, reserveNode, textsIn } from './allocation.js'
/** `[conductor] node_locked_retry_attempts` */
const MOST_ATTEMPTS = 3

/**
 * Starts to look for a node, which goes on after the reply.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (create_allocation)
 */
export function beginMatching(world: World, allocation: ResourceRecord): void {
  // The allocation keeps its state, since no worker takes it up.
  if (world.busyWorkers >= world.settings.limits.workers) throw noFreeWorker()
  world.busyWorkers++
  const { timings, hardware } = world.settings
  const ms = duration(world, allocation, timings.allocate ?? world.profileNamed(hardware).timings.allocate)
  world.planAttempt(allocation.uuid, { at: world.time + ms, number: 1, nodes: null })
}

/** @see openstack/ironic `ironic/conductor/allocations.py` (do_allocate) */
export function matchAllocation(world: World, uuid: string, attempt: AllocationAttempt): void {
  world.attempts.delete(uuid)
  world.busyWorkers--
  const allocation = world.store.resources.of('allocation').get(uuid)
  // The allocation was deleted meanwhile.
  if (allocation === undefined) return
  const nodes = attempt.nodes ?? candidatesFor(world, allocation)
  if (nodes === undefined) return
  const locked = tryEach(world, allocation, nodes)
  if (locked === undefined) return
  if (attempt.number < MOST_ATTEMPTS) {
    const retry = world.settings.timings.lockRetry ?? FAKE_HARDWARE_TIMINGS.lockRetry
    const at = world.time + duration(world, allocation, retry)
    world.busyWorkers++
    return world.planAttempt(uuid, { at, number: attempt.number + 1, nodes: locked })
  }
  failAllocation(
    world,
    allocation,
    locked.length > 0
      ? `could not reserve any of ${locked.length} suitable nodes`
      : 'all nodes were filtered out during reservation',
  )
}

function duration({ random }: World, { uuid, name }: ResourceRecord, timing: Timing): number {
  return timeOf(timing, { uuid, name: typeof name === 'string' ? name : null }, random)
}

/** Returns the nodes to try, in order; `undefined` when the allocation has failed because none fits. */
function candidatesFor(world: World, allocation: ResourceRecord): readonly string[] | undefined {
  const candidates = textsIn(allocation['candidate_nodes'])
  const { owner } = allocation
  const available = world.store.recordsInOrder.filter(
    (node) =>
      isFree(node, allocation) &&
      node.power_state !== null &&
      (candidates.length === 0 || candidates.includes(node.uuid)) &&
      (!owner || node.owner === owner || node.lessee === owner),
  )
  const resourceClass = pythonText(allocation['resource_class'])
  if (available.length === 0) {
    const reason =
      candidates.length > 0
        ? `none of the requested nodes are available and match the resource class ${resourceClass}`
        : `no available nodes match the resource class ${resourceClass}`
    failAllocation(world, allocation, reason)
    return undefined
  }
  const suitable = available.filter((node) => hasTraits(node, allocation))
  if (suitable.length === 0) {
    const traits = textsIn(allocation['traits']).join(', ')
    failAllocation(world, allocation, `no suitable nodes have the requested traits ${traits}`)
    return undefined
  }
  const named = suitable.find(({ name }) => name !== null && name === allocation['name'])
  const others = shuffled(
    world,
    suitable.filter((node) => node !== named),
  )
  return [...(named === undefined ? [] : [named]), ...others].map(({ uuid }) => uuid)
}

/** Shuffles the nodes, so that parallel allocations do not try them in the same order. */
function shuffled<T>({ random }: World, items: T[]): T[] {
  return items
    .map((item) => ({ item, rank: random.next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

/** Reserves the first node that still fits; otherwise returns the locked ones. */
function tryEach(
  world: World,
  allocation: ResourceRecord,
  nodes: readonly string[],
): readonly string[] | undefined {
  const locked: string[] = []
  for (const uuid of nodes) {
    const node = world.store.nodes.get(uuid)?.record
    if (node === undefined) continue
    if (node.reservation !== null) locked.push(uuid)
    else if (isFree(node, allocation) && hasTraits(node, allocation)) {
      takeNode(world, allocation, node)
      return undefined
    }
  }
  return locked
}

function takeNode(world: World, allocation: ResourceRecord, node: NodeRecord): void {
  const conflict = reserveNode(world, allocation, node)
  if (conflict !== undefined)
    failAllocation(world, allocation, { text: `Unexpected exception during allocation: ${conflict}` })
}

function isFree(node: NodeRecord, allocation: ResourceRecord): boolean {
  return (
    node.provision_state === 'available' &&
    node.instance_uuid === null &&
    // Ironic leaves out nodes with a parent, as its list of nodes does.
    node.parent_node === null &&
    !node.maintenance &&
    node.resource_class === allocation['resource_class']
  )
}

function hasTraits({ traits }: NodeRecord, allocation: ResourceRecord): boolean {
  return textsIn(allocation['traits']).every((trait) => traits.includes(trait))
}
