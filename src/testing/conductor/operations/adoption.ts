import { invalidState } from '../../refusals/api-fault.js'
import type { Task } from '../../world/world.js'
import { nextState } from '../task/state-machine.js'
import {
  processEvent,
  recordHistory,
  releaseWorker,
  requireLock,
  requireWorker,
  scriptedFailure,
  spawnWorker,
} from '../task/task.js'

/** @see openstack/ironic `ironic/conductor/manager.py` (_do_adoption) */
export function requestAdoption(task: Task): void {
  const { node, world } = task
  requireLock(task)
  if (nextState(node.provision_state, 'adopt', world.settings.maxMinor) === undefined)
    throw invalidState('adopt', node.uuid, node.provision_state)
  requireWorker(task)
  processEvent(task, 'adopt', { worker: true })
  spawnWorker(task, 'work')
  world.later(task, 'work', world.duration(task, 'adopt'), 'adopt.ends')
}

export function endAdoption(task: Task): void {
  const { node } = task
  const failure = scriptedFailure(task, 'adopt')
  if (failure === undefined) {
    processEvent(task, 'done')
    return releaseWorker(task, 'work')
  }
  node.power_state = null
  const reason = failure.lastError ?? 'a scripted failure'
  recordHistory(task, `Error while attempting to adopt node ${node.uuid}: ${reason}.`, {
    type: 'adoption',
    error: true,
  })
  processEvent(task, 'fail')
  releaseWorker(task, 'work')
}
