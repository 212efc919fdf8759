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

/** Handles `manage`: verifies the controller of an enrolled node, and only changes the state of any other. */
export function requestManage(task: Task): void {
  const { node, world, machine } = task
  requireLock(task)
  if (nextState(node.provision_state, 'manage', world.settings.maxMinor) === undefined)
    throw invalidState('manage', node.uuid, node.provision_state)
  if (node.provision_state !== 'enroll') return processEvent(task, 'manage')
  requireWorker(task)
  processEvent(task, 'manage', { worker: true })
  spawnWorker(task, 'work')
  const ms = world.duration(task, machine.bmc === 'silent' ? 'verifySilence' : 'verify')
  world.later(task, 'work', ms, 'verify.ends')
}

export function endVerification(task: Task): void {
  const { node, world, machine } = task
  const failure = scriptedFailure(task, 'manage')
  if (failure === undefined && machine.bmc === 'answers') {
    if (world.profileOf(machine).readsPower) node.power_state = machine.power
    processEvent(task, 'done')
    return releaseWorker(task, 'work')
  }
  const reason = failure?.lastError ?? 'Unable to connect to the management controller'
  recordHistory(task, `Failed to get power state for node ${node.uuid}. Error: ${reason}`, {
    type: 'verify',
    error: true,
  })
  processEvent(task, 'fail')
  releaseWorker(task, 'work')
}
