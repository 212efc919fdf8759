import { invalidState, isProtected } from '../../refusals/api-fault.js'
import type { Task } from '../../world/world.js'
import { forgetAllocation } from '../allocation/allocation.js'
import { endConsoleSession } from '../machine/console.js'
import { changePower } from '../machine/power-change.js'
import { removeVifs } from '../network/vif-attachment.js'
import { nextState } from '../task/state-machine.js'
import {
  processEvent,
  recordHistory,
  releaseWorker,
  requireConcurrency,
  requireLock,
  requireWorker,
  scriptedFailure,
  spawnWorker,
  touch,
} from '../task/task.js'
import { beginCleaning } from './cleaning.js'

/** @see openstack/ironic `ironic/conductor/manager.py` (do_node_tear_down) */
export function requestTearDown(task: Task): void {
  const { node, world } = task
  requireConcurrency(task, 'unprovisioning')
  requireLock(task)
  if (node.protected) throw isProtected(node.uuid)
  if (nextState(node.provision_state, 'delete', world.settings.maxMinor) === undefined)
    throw invalidState('delete', node.uuid, node.provision_state)
  requireWorker(task)

  world.cancel(task, 'heartbeat', 'timeout')
  task.machine.parked = null
  task.machine.steps = null
  processEvent(task, 'delete', { worker: true })
  spawnWorker(task, 'work')
  const ms = world.duration(task, 'tearDown')
  world.later(
    task,
    'work',
    ms,
    world.profileOf(task.machine).usesAgent ? 'teardown.powers-off' : 'teardown.ends',
  )
}

export function powerOffForTearDown(task: Task): void {
  changePower(task, 'power off', { act: 'teardown.ends', failed: 'teardown.ends' })
}

/**
 * Removes the instance from the node, whether the tear-down worked or not. After a successful one, cleaning
 * follows.
 */
export function endTearDown(task: Task): void {
  const { world } = task
  const failure = scriptedFailure(task, 'teardown')
  endConsoleSession(task)
  removeInstance(task)
  if (failure !== undefined) {
    const text = `Failed to tear down: ${failure.lastError ?? 'a scripted failure'}`
    recordHistory(task, text, { type: 'unprovision', error: true })
    processEvent(task, 'fail')
    return releaseWorker(task, 'work')
  }
  processEvent(task, 'clean', { worker: true })
  beginCleaning(task, { manual: false, steps: [] })
  world.cancel(task, 'timeout')
}

/** Clears what Ironic clears when an instance is torn down. */
export function removeInstance(task: Task): void {
  const { node, world } = task
  node.instance_info = {}
  world.store.setInstance(node, null)
  node.instance_name = null
  if (node.driver_internal_info['automatic_lessee'] === true) node.lessee = null
  const { automatic_lessee: _, instance: __, is_whole_disk_image: ___, ...kept } = node.driver_internal_info
  node.driver_internal_info = { ...kept, deploy_steps: null }
  forgetAllocation(task)
  removeVifs(task)
  touch(task)
}
