import type { Step } from '../../hardware/hardware-profile.js'
import { type JsonObject, textIn } from '../../json/json-value.js'
import { conflict, inMaintenance, invalidState } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import type { Task } from '../../world/world.js'
import { beginSteps, duringStep, recordFlow } from '../agent/step-flow.js'
import { changePower } from '../machine/power-change.js'
import { enterWait, expectCall } from '../task/agent-calls.js'
import { nextState } from '../task/state-machine.js'
import {
  forgetSteps,
  processEvent,
  recordHistory,
  releaseWorker,
  requireLock,
  requireWorker,
  spawnWorker,
  stepId,
  touch,
} from '../task/task.js'
import { checkedSteps, isReservedStep, stepProblem } from './cleaning.js'

/** @see openstack/ironic `ironic/conductor/manager.py` (do_node_service) */
export function requestService(task: Task, steps: readonly Step[], disableRamdisk: boolean): void {
  const { node, world, machine } = task
  requireLock(task)
  if (node.maintenance) throw inMaintenance('service', node.uuid)
  if (nextState(node.provision_state, 'service', world.settings.maxMinor) === undefined)
    throw invalidState('service', node.uuid, node.provision_state)
  requireWorker(task)
  processEvent(task, 'service', { worker: true, target: 'active' })
  spawnWorker(task, 'work')
  const boots = world.profileOf(machine).usesAgent && !disableRamdisk
  const act = boots ? 'service.boots-agent' : 'service.begins'
  world.later(task, 'work', world.duration(task, 'prepare'), act, { list: [...steps] })
}

export function bootAgentForService(task: Task, details: JsonObject): void {
  changePower(task, 'rebooting', { act: 'service.waits', details, failed: 'service.step-fails' })
}

export function waitForServiceAgent(task: Task, details: JsonObject): void {
  enterWait(task)
  expectCall(task, task.world.duration(task, 'agentBoot'), 'service.resumes', details)
}

export function resumeService(task: Task, details: JsonObject): void {
  processEvent(task, 'resume')
  task.world.later(task, 'work', task.world.duration(task, 'resume'), 'service.begins', details)
}

export function beginServiceSteps(task: Task, details: JsonObject): void {
  const { node, machine, world } = task
  const list = details['list'] as Step[]
  // fake-hardware has this one step that leaves a node waiting, for tests of exactly that.
  if (machine.profile === 'fake-hardware' && list[0]?.step === 'trigger_servicewait') {
    const checked = checkedSteps(task, list)
    machine.steps = { list: checked, index: 0 }
    recordFlow(task, 'service', 'start')
    node.service_step = checked[0] ?? list[0]
    return enterWait(task)
  }
  const problem = stepProblem(task, list, { type: 'service', disableRamdisk: false })
  const usesAgent = world.profileOf(machine).usesAgent
  if (problem === null)
    return beginSteps(
      task,
      'service',
      checkedSteps(task, usesAgent ? list : list.filter((step) => !isReservedStep(step))),
    )
  // fake-hardware tries steps that only an agent could know, and fails when their turn comes.
  if (!usesAgent) return beginSteps(task, 'service', list)
  failService(task, { lastError: `Node failed to start the first service step: ${problem}` })
}

export function finishService(task: Task): void {
  forgetSteps(task, 'service')
  processEvent(task, 'done')
  releaseWorker(task, 'work')
}

export function failServiceStep(task: Task, details: JsonObject): void {
  if (details['step'] !== undefined) recordFlow(task, 'service', { failed: details['step'] as Step })
  const { node } = task
  const error = typeof details['error'] === 'string' ? details['error'] : (node.last_error ?? 'failed')
  const started = Object.keys(node.service_step).length > 0
  const lastError =
    details['inBand'] === true
      ? `Service step ${stepId(node.service_step)} failed on node ${node.uuid}. ${error}`
      : started
        ? `Node ${node.uuid} failed step ${pythonRepr(node.service_step)}: ${error}`
        : `Failed to prepare node ${node.uuid} for service: ${error}`
  failService(task, { lastError, maintenance: started })
}

export function failService(task: Task, details: JsonObject): void {
  const { node } = task
  const lastError = textIn(details, 'lastError')
  if (details['maintenance'] === true) {
    node.maintenance = true
    node.fault = 'service failure'
    node.maintenance_reason ??= lastError
  }
  forgetSteps(task, 'service')
  recordHistory(task, lastError, { type: 'servicing', error: true })
  if (node.provision_state !== 'service failed') processEvent(task, 'fail')
  releaseWorker(task, 'work')
}

/** Passes through `service failed` straight to `active`. */
export function abortService(task: Task): void {
  const { node, world, machine } = task
  world.cancel(task, 'work', 'heartbeat', 'timeout')
  machine.parked = null
  if (node.provision_state !== 'service failed') processEvent(task, 'fail')
  else if (node.maintenance)
    throw conflict(
      `Can not abort service on node "${node.uuid}" while it is in maintenance mode. Please remove the node ` +
        'from maintenance prior to issuing the request to abort the service operation.',
    )
  processEvent(task, 'abort', { worker: true })
  spawnWorker(task, 'work')
  world.later(task, 'work', world.duration(task, 'prepare'), 'service.aborted')
}

export function abortServiceAfterStep(task: Task): void {
  processEvent(task, 'fail')
  finishServiceAbort(task)
}

export function finishServiceAbort(task: Task): void {
  const { node } = task
  node.last_error = `By request, the service operation was aborted${duringStep(node.service_step)}`
  forgetSteps(task, 'service')
  touch(task)
  releaseWorker(task, 'work')
}
