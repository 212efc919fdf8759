import { invalidState } from '../../refusals/api-fault.js'
import { serverHas } from '../../world/server-features.js'
import type { Task } from '../../world/world.js'
import { wakeParked, watchTimeout } from '../task/agent-calls.js'
import { nextState } from '../task/state-machine.js'
import {
  processEvent,
  recordHistory,
  releaseWorker,
  requireLock,
  requireWorker,
  spawnWorker,
  touch,
} from '../task/task.js'
import { abortCleaning } from './cleaning.js'
import { abortDeploy } from './deployment.js'
import { abortInspection } from './inspection.js'
import { abortRescue } from './rescue.js'
import { abortService } from './service.js'
import { removeInstance } from './tear-down.js'

/** @see openstack/ironic `ironic/conductor/manager.py` (_do_abort) */
export function requestAbort(task: Task): void {
  const { node, world } = task
  requireLock(task)
  if (nextState(node.provision_state, 'abort', world.settings.maxMinor) === undefined)
    throw invalidState('abort', node.uuid, node.provision_state)
  requireWorker(task)
  switch (node.provision_state) {
    case 'clean wait':
    case 'clean hold':
      return flaggedInstead(task, 'clean_step') ? undefined : abortCleaning(task)
    case 'service wait':
    case 'service hold':
      if (!serverHas(world, 'abortsService')) return breakOffService(task)
      return flaggedInstead(task, 'service_step') ? undefined : abortService(task)
    case 'service failed':
      return abortService(task)
    case 'rescue wait':
      return abortRescue(task)
    case 'inspect wait':
      return abortInspection(task)
    case 'wait call-back':
      return flaggedInstead(task, 'deploy_step') ? undefined : abortDeploy(task)
    case 'deploy hold':
      return abortHeldDeploy(task)
    default:
      throw invalidState('abort', node.uuid, node.provision_state)
  }
}

/** Marks a step that cannot be interrupted; the operation then ends after it. Returns whether it did so. */
function flaggedInstead(task: Task, field: 'clean_step' | 'deploy_step' | 'service_step'): boolean {
  const step = task.node[field]
  if (Object.keys(step).length === 0 || step['abortable'] === true) return false
  task.node[field] = { ...step, abort_after: true }
  touch(task)
  return true
}

/** Aborts a service. Older servers only change the state, and leave the agent and the step as they are. */
function breakOffService(task: Task): void {
  task.world.cancel(task, 'work', 'heartbeat', 'timeout')
  task.machine.parked = null
  processEvent(task, 'abort')
}

/**
 * Aborts a held deployment. Ironic starts a tear-down, which removes the instance, and whose end its own
 * state machine refuses.
 */
function abortHeldDeploy(task: Task): void {
  const { world, machine } = task
  machine.parked = null
  processEvent(task, 'abort', { worker: true })
  spawnWorker(task, 'work')
  world.later(task, 'work', world.duration(task, 'prepare'), 'deploy.hold-aborted')
}

export function finishHeldDeployAbort(task: Task): void {
  removeInstance(task)
  recordHistory(
    task,
    "Async execution of _do_node_tear_down failed with error: Can not transition from state 'deploy failed' " +
      "on event 'clean' (no defined transition)",
    { type: 'provisioning', error: true },
  )
  releaseWorker(task, 'work')
}

/**
 * Handles `unhold`. Newer servers resume a service at once; everything else resumes at the agent's next call.
 */
export function requestUnhold(task: Task): void {
  const { node, world, machine } = task
  requireLock(task)
  if (nextState(node.provision_state, 'unhold', world.settings.maxMinor) === undefined)
    throw invalidState('unhold', node.uuid, node.provision_state)
  if (node.provision_state !== 'service hold' || !serverHas(world, 'resumesHeldService')) {
    processEvent(task, 'unhold', { target: node.target_provision_state })
    watchTimeout(task)
    if (world.profileOf(machine).usesAgent) wakeParked(task)
    return
  }
  requireWorker(task)
  machine.parked = null
  processEvent(task, 'unhold', { worker: true })
  spawnWorker(task, 'work')
  world.later(task, 'work', world.duration(task, 'resume'), 'step.agent-done', { flow: 'service' })
}
