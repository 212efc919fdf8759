import type { Task, World } from '../world/world.js'
import { stateRow } from './task/state-machine.js'
import { processEvent, recordHistory, releaseWorker, touch } from './task/task.js'

/**
 * Kills the conductor with all its work, and starts it again.
 *
 * @see openstack/ironic `ironic/conductor/base_manager.py` (_fail_transient_state)
 */
export function restartConductor(world: World): void {
  for (const stored of world.store.nodes.values()) {
    const task = world.task(stored)
    if (task.node.reservation !== world.settings.conductorHost) continue
    dropWork(task)
    const { provision_state: state } = task.node
    if (stateRow(state)?.phase !== 'busy') continue
    task.machine.steps = null
    processEvent(task, 'fail')
    recordHistory(
      task,
      `The ${state} state can't be resumed by conductor ${world.settings.conductorHost}. Moving to fail state.`,
      { error: true },
    )
  }
}

function dropWork(task: Task): void {
  const { node, machine, world } = task
  const { lockedBy } = machine
  if (lockedBy === 'work' || lockedBy === 'power') {
    world.cancel(task, lockedBy)
    releaseWorker(task, lockedBy)
  } else if (lockedBy !== 'heartbeat') world.cancel(task, 'lock')
  node.reservation = null
  machine.lockedBy = null
  if (node.target_power_state !== null) {
    node.target_power_state = null
    node.last_error = 'Pending power operation was aborted due to conductor restart'
  }
  touch(task)
}
