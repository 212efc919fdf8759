import { type JsonObject, textIn } from '../../json/json-value.js'
import { inMaintenance, invalidState } from '../../refusals/api-fault.js'
import type { Task } from '../../world/world.js'
import { changePower } from '../machine/power-change.js'
import { enterWait, expectCall } from '../task/agent-calls.js'
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

/** @see openstack/ironic `ironic/conductor/manager.py` (do_node_rescue) */
export function requestRescue(task: Task, password: string): void {
  const { node, world, machine } = task
  requireLock(task)
  if (node.maintenance) throw inMaintenance('rescuing', node.uuid)
  if (nextState(node.provision_state, 'rescue', world.settings.maxMinor) === undefined)
    throw invalidState('rescue', node.uuid, node.provision_state)
  requireWorker(task)
  node.instance_info = {
    ...node.instance_info,
    rescue_password: password,
    hashed_rescue_password: `$5$${world.random.uuid()}`,
  }
  processEvent(task, 'rescue', { worker: true })
  spawnWorker(task, 'work')
  if (!world.profileOf(machine).usesAgent)
    return world.later(task, 'work', world.duration(task, 'rescue'), 'rescue.ends')
  world.later(task, 'work', world.duration(task, 'prepare'), 'rescue.powers-off')
}

/** Powers the machine off, and then on again into the rescue ramdisk. */
export function powerOffForRescue(task: Task): void {
  changePower(task, 'power off', { act: 'rescue.powers-on', failed: 'rescue.ends' })
}

export function powerOnForRescue(task: Task): void {
  changePower(task, 'power on', { act: 'rescue.waits', failed: 'rescue.ends' })
}

export function waitForRescueAgent(task: Task): void {
  enterWait(task)
  expectCall(task, task.world.duration(task, 'agentBoot'), 'rescue.resumes')
}

/**
 * Goes on after the agent has received the password. The clean-up of virtual media powers the machine off, as
 * far as Ironic's record goes.
 */
export function resumeRescue(task: Task): void {
  processEvent(task, 'resume')
  cleanUp(task)
  changePower(task, 'power off', { act: 'rescue.ends', failed: 'rescue.ends' })
}

export function endRescue(task: Task): void {
  const { node, machine } = task
  const failure = scriptedFailure(task, 'rescue')
  if (failure !== undefined) {
    removePassword(task)
    recordHistory(task, `Failed to rescue: ${failure.lastError ?? 'a scripted failure'}`, {
      type: 'rescue',
      error: true,
    })
    processEvent(task, 'fail')
    return releaseWorker(task, 'work')
  }
  // The ramdisk runs, although Ironic's record says that the power is off.
  machine.power = machine.profile === 'redfish' ? 'power off' : machine.power
  node.updated_at = task.world.timeText()
  processEvent(task, 'done')
  releaseWorker(task, 'work')
}

/**
 * Ends a rescue that timed out: it is already in the failed state, but still has to be powered off. Only then
 * is what it needed cleaned up.
 *
 * @see openstack/ironic `ironic/conductor/utils.py` (rescuing_error_handler)
 */
export function failRescue(task: Task, details: JsonObject): void {
  if (details['off'] !== true && task.world.profileOf(task.machine).readsPower)
    return changePower(task, 'power off', {
      act: 'rescue.fails',
      details: { ...details, off: true },
      failed: 'rescue.fails',
    })
  const isOff = task.node.power_state === 'power off' || !task.world.profileOf(task.machine).readsPower
  if (isOff) cleanUp(task)
  const text = isOff
    ? textIn(details, 'lastError')
    : 'Rescue operation was unsuccessful, clean up failed for node: Failed to set node power state to power off.'
  recordHistory(task, text, { type: 'rescue', error: true })
  releaseWorker(task, 'work')
}

export function abortRescue(task: Task): void {
  const { world, machine } = task
  world.cancel(task, 'heartbeat', 'timeout')
  machine.parked = null
  removePassword(task)
  processEvent(task, 'abort', { worker: true })
  spawnWorker(task, 'work')
  world.later(task, 'work', world.duration(task, 'prepare'), 'rescue.aborted')
}

export function finishRescueAbort(task: Task): void {
  recordHistory(task, 'By request, the rescue operation was aborted.', { type: 'rescue' })
  releaseWorker(task, 'work')
}

/** @see openstack/ironic `ironic/conductor/manager.py` (do_node_unrescue) */
export function requestUnrescue(task: Task): void {
  const { node, world } = task
  requireLock(task)
  if (node.maintenance) throw inMaintenance('unrescuing', node.uuid)
  if (nextState(node.provision_state, 'unrescue', world.settings.maxMinor) === undefined)
    throw invalidState('unrescue', node.uuid, node.provision_state)
  requireWorker(task)
  processEvent(task, 'unrescue', { worker: true })
  spawnWorker(task, 'work')
  const agent = world.profileOf(task.machine).usesAgent
  world.later(task, 'work', world.duration(task, 'unrescue'), agent ? 'unrescue.flickers' : 'unrescue.ends')
}

/** Powers the machine on, off and on again within half a second, without showing a target. */
export function flickerPower(task: Task, details: JsonObject): void {
  const { node, machine, world } = task
  const beat = typeof details['beat'] === 'number' ? details['beat'] : 0
  machine.power = beat % 2 === 0 ? 'power on' : 'power off'
  if (machine.power === 'power off') cleanUp(task)
  node.power_state = machine.power
  node.updated_at = world.timeText()
  if (beat < 2) return world.later(task, 'work', 200, 'unrescue.flickers', { beat: beat + 1 })
  world.later(task, 'work', world.duration(task, 'powerOn'), 'unrescue.ends')
}

export function endUnrescue(task: Task): void {
  const failure = scriptedFailure(task, 'unrescue')
  if (failure !== undefined) {
    recordHistory(task, `Failed to unrescue: ${failure.lastError ?? 'a scripted failure'}`, {
      type: 'rescue',
      error: true,
    })
    processEvent(task, 'fail')
    return releaseWorker(task, 'work')
  }
  processEvent(task, 'done')
  releaseWorker(task, 'work')
}

/**
 * Removes what the rescue interface added. That of fake-hardware leaves the password.
 *
 * @see openstack/ironic `ironic/drivers/modules/agent.py` (AgentRescue.clean_up)
 */
function cleanUp(task: Task): void {
  if (task.world.profileOf(task.machine).usesAgent) removePassword(task)
}

function removePassword({ node }: Task): void {
  const { rescue_password: _, hashed_rescue_password: __, ...kept } = node.instance_info
  node.instance_info = kept
}
