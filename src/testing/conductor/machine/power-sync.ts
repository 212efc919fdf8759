import type { Task, World } from '../../world/world.js'
import { wakeParked } from '../task/agent-calls.js'
import { stateRow } from '../task/state-machine.js'
import { recordHistory, releaseWorker, takeLock, touch, watchPower } from '../task/task.js'
import { changePower } from './power-change.js'

/** `[conductor] power_state_sync_max_retries` */
const MOST_FAILURES = 3

/**
 * Compares the recorded power state with the hardware, for the nodes where it makes a difference.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (do_sync_power_state)
 */
export function syncPower(world: World): void {
  const due = [...world.forPowerSync]
  world.forPowerSync.clear()
  world.nextPowerSync = Infinity
  for (const uuid of due) {
    const stored = world.store.nodes.get(uuid)
    if (stored === undefined) continue
    const task = world.task(stored)
    if (syncNode(task)) watchPower(task)
  }
}

/** Returns true when the node needs the next synchronization too. */
function syncNode(task: Task): boolean {
  const { node, machine, world } = task
  if (node.maintenance) return recover(task)
  if (stateRow(node.provision_state)?.powerIsNotCompared) return true
  if (node.target_power_state !== null || node.reservation !== null) return true
  const reads = world.profileOf(machine).readsPower
  if (reads && machine.bmc === 'silent') return countFailure(task)
  machine.failedPowerSyncs = 0
  if (!reads || node.power_state === machine.power) {
    node.last_error = null
    return false
  }
  if (node.power_state === null) {
    node.power_state = machine.power
    node.last_error = null
    touch(task)
    return false
  }
  if (!world.settings.forcePowerStateDuringSync || node.disable_power_off) {
    node.power_state = machine.power
    touch(task)
    return node.last_error !== null
  }
  // The hardware returns to the recorded power state, with a lock and a target as if a caller had requested
  // it.
  world.busyWorkers++
  takeLock(task, 'work')
  const believed = node.power_state === 'power on' ? 'power on' : 'power off'
  changePower(task, believed, { act: 'sync.ends', failed: 'sync.ends' })
  return false
}

export function endPowerSync(task: Task): void {
  releaseWorker(task, 'work')
}

function countFailure(task: Task): boolean {
  const { node, machine } = task
  machine.failedPowerSyncs++
  if (machine.failedPowerSyncs <= MOST_FAILURES) return true
  const text =
    `During sync_power_state, max retries exceeded for node ${node.uuid}, node state None does not match ` +
    `expected state '${String(node.power_state)}'. Updating DB state to 'None' Switching node to maintenance ` +
    'mode. Error: Unable to connect to the management controller'
  node.power_state = null
  recordHistory(task, text, { type: 'monitoring', error: true })
  node.maintenance = true
  node.maintenance_reason = text
  node.fault = 'power failure'
  return true
}

/**
 * Ends the maintenance that Ironic itself has set, once the controller answers again. Ironic checks such
 * nodes less often than the others.
 */
function recover(task: Task): boolean {
  const { node, machine, world } = task
  if (node.fault !== 'power failure') return false
  const sinceLook = world.time % Math.max(world.duration(task, 'powerRecovery'), 1)
  if (machine.bmc === 'silent' || sinceLook >= world.duration(task, 'powerSync')) return true
  node.power_state = machine.power
  node.maintenance = false
  node.maintenance_reason = null
  node.fault = null
  machine.failedPowerSyncs = 0
  recordHistory(task, 'Power state is recovered', { type: 'monitoring' })
  wakeParked(task)
  return false
}
