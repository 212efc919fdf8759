import type { KnownStep, Step } from '../../hardware/hardware-profile.js'
import { type JsonObject, textIn } from '../../json/json-value.js'
import { inMaintenance, invalidState, isRetired } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import type { Task } from '../../world/world.js'
import { beginSteps, duringStep, knownStep, recordFlow } from '../agent/step-flow.js'
import { changePower } from '../machine/power-change.js'
import { enterWait, expectCall } from '../task/agent-calls.js'
import { nextState } from '../task/state-machine.js'
import {
  forgetSteps,
  processEvent,
  recordHistory,
  releaseWorker,
  requireConcurrency,
  requireLock,
  requireWorker,
  spawnWorker,
  stepId,
  touch,
} from '../task/task.js'

/** @see openstack/ironic `ironic/conductor/manager.py` (do_provisioning_action, provide) */
export function requestProvide(task: Task): void {
  const { node, world } = task
  requireLock(task)
  if (node.maintenance && !world.settings.allowProvisioningInMaintenance)
    throw inMaintenance('providing', node.uuid)
  if (node.retired) throw isRetired('providing', node.uuid)
  requireWorker(task)
  processEvent(task, 'provide', { worker: true })
  spawnWorker(task, 'work')
  beginCleaning(task, { manual: false, steps: [] })
}

/** @see openstack/ironic `ironic/conductor/manager.py` (do_node_clean) */
export function requestClean(task: Task, steps: readonly Step[], disableRamdisk: boolean): void {
  const { node, world } = task
  requireConcurrency(task, 'cleaning')
  requireLock(task)
  if (node.maintenance) throw inMaintenance('cleaning', node.uuid)
  if (nextState(node.provision_state, 'clean', world.settings.maxMinor) === undefined)
    throw invalidState('manual clean', node.uuid, node.provision_state)
  requireWorker(task)
  processEvent(task, 'clean', { worker: true, target: 'manageable' })
  spawnWorker(task, 'work')
  beginCleaning(task, { manual: true, steps, disableRamdisk })
}

interface CleaningPlan {
  readonly manual: boolean
  readonly steps: readonly Step[]
  readonly disableRamdisk?: boolean
}

/** Starts cleaning on a locked node in `cleaning`. What follows depends on the hardware. */
export function beginCleaning(task: Task, { manual, steps, disableRamdisk = false }: CleaningPlan): void {
  const { node, world, machine } = task
  const prepare = world.duration(task, 'prepare')
  const skipped = node.automated_clean === null ? !world.settings.automatedClean : !node.automated_clean
  if (!manual && skipped) return world.later(task, 'work', prepare, 'clean.finishes', { skipped: true })

  const profile = world.profileOf(machine)
  const list = manual ? [...steps] : profile.automatedCleanSteps.map(({ step }) => step)
  const boots = profile.usesAgent && !disableRamdisk
  const details = { list, manual, disableRamdisk }
  world.later(task, 'work', prepare, boots ? 'clean.boots-agent' : 'clean.begins', details)
}

export function bootAgentForCleaning(task: Task, details: JsonObject): void {
  changePower(task, task.machine.power === 'power on' ? 'rebooting' : 'power on', {
    act: 'clean.waits',
    details,
    failed: 'clean.step-fails',
  })
}

export function waitForCleaningAgent(task: Task, details: JsonObject): void {
  enterWait(task)
  expectCall(task, task.world.duration(task, 'agentBoot'), 'clean.resumes', details)
}

export function resumeCleaning(task: Task, details: JsonObject): void {
  const { world, node } = task
  processEvent(task, 'resume', { target: node.target_provision_state })
  world.later(task, 'work', world.duration(task, 'resume'), 'clean.begins', details)
}

export function beginCleanSteps(task: Task, details: JsonObject): void {
  const list = details['list'] as Step[]
  const { node, world, machine } = task
  const flow = { type: 'clean', disableRamdisk: details['disableRamdisk'] === true } as const
  const problem = details['manual'] === true ? stepProblem(task, list, flow) : null
  // Without an agent, Ironic forgets the steps that it would run itself.
  const kept = world.profileOf(machine).usesAgent ? list : list.filter((step) => !isReservedStep(step))
  if (problem === null) return beginSteps(task, 'clean', checkedSteps(task, kept))
  const text = world.profileOf(machine).usesAgent
    ? `Node failed to start the first cleaning step: ${problem}`
    : `Cannot clean node ${node.uuid}: ${problem}`
  failCleaning(task, { lastError: text })
}

/** The steps that Ironic itself runs, on any hardware. */
const RESERVED_STEPS: ReadonlySet<string> = new Set(['hold', 'wait', 'power_on', 'power_off', 'reboot'])

export function isReservedStep(step: Step): boolean {
  return RESERVED_STEPS.has(step.step)
}

/**
 * Returns the error in steps given by a user, in Ironic's words, or `null`.
 *
 * @see openstack/ironic `ironic/conductor/steps.py` (_validate_user_steps)
 */
export function stepProblem(task: Task, steps: readonly Step[], flow: FlowOptions): string | null {
  const problems = steps.flatMap((step) => (isReservedStep(step) ? [] : problemsOf(task, step, flow)))
  return problems.length === 0 ? null : problems.join('; ')
}

export interface FlowOptions {
  readonly type: 'clean' | 'service'
  readonly disableRamdisk: boolean
}

function problemsOf(task: Task, step: Step, { type, disableRamdisk }: FlowOptions): string[] {
  const known = knownStep(task, step)
  if (known === undefined || (known.onlyFor ?? type) !== type)
    return [`node does not support this ${type} step: ${pythonRepr(step)}`]
  const args = step['args']
  const given = typeof args === 'object' && args !== null ? Object.keys(args) : []
  const shown = `${type} step ${pythonRepr(asChecked(known, step))}`
  const unexpected = given.filter((arg) => !Object.hasOwn(known.args, arg))
  const missing = known.requiredArgs.filter((arg) => !given.includes(arg))
  return [
    ...(unexpected.length > 0 ? [`${shown} has these unexpected arguments: ${unexpected.join(', ')}`] : []),
    ...(missing.length > 0
      ? [
          `${shown} is missing these required arguments: ` +
            missing.map((arg) => `${arg} (${String(known.args[arg])})`).join(', '),
        ]
      : []),
    ...(disableRamdisk && known.requiresRamdisk
      ? [`${type} step ${pythonRepr(step)} requires booting a ramdisk`]
      : []),
  ]
}

/** Returns a user's step with the driver's details of it. */
function asChecked(known: KnownStep, step: Step): Step {
  return {
    ...step,
    abortable: known.step['abortable'] ?? false,
    priority: known.step['priority'] ?? 0,
  }
}

export function checkedSteps(task: Task, steps: readonly Step[]): Step[] {
  return steps.map((step) => {
    const known = knownStep(task, step)
    return known === undefined ? step : asChecked(known, step)
  })
}

export function finishCleaning(task: Task, details: JsonObject): void {
  const { node, machine, world } = task
  if (details['skipped'] !== true) forgetSteps(task, 'clean')
  const retiredNow = details['skipped'] !== true && node.retired
  const manual = node.target_provision_state === 'manageable'
  const event = manual || retiredNow ? 'manage' : 'done'
  if (!world.profileOf(machine).usesAgent || details['skipped'] === true || details['off'] === true) {
    processEvent(task, event)
    return releaseWorker(task, 'work')
  }
  changePower(task, 'power off', {
    act: 'clean.finishes',
    details: { off: true },
    failed: 'clean.finishes',
  })
}

/** Fails a step. Maintenance and the fault show first; the state changes when the machine is off. */
export function failCleanStep(task: Task, details: JsonObject): void {
  if (details['step'] !== undefined) recordFlow(task, 'clean', { failed: details['step'] as Step })
  const { node, machine, world } = task
  const error = typeof details['error'] === 'string' ? details['error'] : (node.last_error ?? 'failed')
  const started = Object.keys(node.clean_step).length > 0
  const lastError =
    details['inBand'] === true
      ? `Clean step ${stepId(node.clean_step)} failed on node ${node.uuid}. ${error}`
      : started
        ? `Node ${node.uuid} failed step ${pythonRepr(node.clean_step)}: ${error}`
        : `Failed to prepare node ${node.uuid} for cleaning: ${error}`
  if (started) {
    node.maintenance = true
    node.fault = 'clean failure'
    touch(task)
  }
  if (!world.profileOf(machine).usesAgent) return failCleaning(task, { lastError, maintenance: started })
  changePower(task, 'power off', {
    act: 'clean.failed',
    details: { lastError, maintenance: started },
    failed: 'clean.failed',
  })
}

/**
 * Ends cleaning that timed out: it is already in the failed state, but the machine still has to be powered
 * off.
 */
export function failCleaning(task: Task, details: JsonObject): void {
  const { machine, world } = task
  if (!world.profileOf(machine).usesAgent) return endFailedCleaning(task, details)
  changePower(task, 'power off', { act: 'clean.failed', details, failed: 'clean.failed' })
}

export function endFailedCleaning(task: Task, details: JsonObject): void {
  const { node } = task
  const lastError = textIn(details, 'lastError')
  forgetSteps(task, 'clean')
  recordHistory(task, lastError, { type: 'cleaning', error: true })
  if (details['maintenance'] === true) node.maintenance_reason ??= lastError
  if (node.provision_state !== 'clean failed')
    processEvent(task, 'fail', { target: node.target_provision_state })
  releaseWorker(task, 'work')
}

export function abortCleaning(task: Task): void {
  const { node, world, machine } = task
  world.cancel(task, 'heartbeat', 'timeout')
  machine.parked = null
  const lastError = `By request, the clean operation was aborted${duringStep(node.clean_step)}`
  processEvent(task, 'abort', { worker: true, lastError, target: node.target_provision_state })
  spawnWorker(task, 'work')
  world.later(task, 'work', world.duration(task, 'prepare'), 'clean.aborted', { lastError })
}

export function abortCleaningAfterStep(task: Task): void {
  const { node, world } = task
  const lastError = `By request, the clean operation was aborted${duringStep(node.clean_step)}`
  processEvent(task, 'fail', { target: node.target_provision_state })
  world.later(task, 'work', world.duration(task, 'prepare'), 'clean.aborted', { lastError })
}

export function finishCleaningAbort(task: Task, details: JsonObject): void {
  const { node, machine, world } = task
  if (world.profileOf(machine).usesAgent && details['off'] !== true)
    return changePower(task, 'power off', {
      act: 'clean.aborted',
      details: { ...details, off: true },
      failed: 'clean.aborted',
    })
  node.last_error = textIn(details, 'lastError')
  forgetSteps(task, 'clean')
  touch(task)
  releaseWorker(task, 'work')
}
