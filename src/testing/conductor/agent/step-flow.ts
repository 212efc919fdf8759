import type { KnownStep, Step } from '../../hardware/hardware-profile.js'
import type { TimingName } from '../../hardware/timings.js'
import type { JsonObject } from '../../json/json-value.js'
import { pythonRepr } from '../../refusals/python-text.js'
import type { EventName } from '../../world/event-name.js'
import type { FailingOperation } from '../../world/machine.js'
import { serverHas } from '../../world/server-features.js'
import type { Task } from '../../world/world.js'
import { changePower } from '../machine/power-change.js'
import { enterWait, expectCall, startHeartbeats } from '../task/agent-calls.js'
import { processEvent, recordHistory, releaseWorker, scriptedFailure, stepId, touch } from '../task/task.js'
import { argumentError, takeEffect } from './step-effects.js'

export type FlowName = 'deploy' | 'clean' | 'service'

interface StepFlow {
  readonly field: 'deploy_step' | 'clean_step' | 'service_step'
  readonly operation: FailingOperation
  readonly stepTime: TimingName
  readonly finish: EventName
  readonly abort: EventName
  /** The event for a failed step under the lock. */
  readonly stepFails: EventName
  /** The event for a failed step of the agent. */
  readonly agentStepFails: EventName
}

const FLOWS: Readonly<Record<FlowName, StepFlow>> = {
  deploy: {
    field: 'deploy_step',
    operation: 'deploy',
    stepTime: 'deployStep',
    finish: 'deploy.finishes',
    abort: 'deploy.aborts-after-step',
    stepFails: 'deploy.step-fails',
    agentStepFails: 'deploy.agent-step-fails',
  },
  clean: {
    field: 'clean_step',
    operation: 'clean',
    stepTime: 'cleanStep',
    finish: 'clean.finishes',
    abort: 'clean.aborts-after-step',
    stepFails: 'clean.step-fails',
    agentStepFails: 'clean.step-fails',
  },
  service: {
    field: 'service_step',
    operation: 'service',
    stepTime: 'serviceStep',
    finish: 'service.finishes',
    abort: 'service.aborts-after-step',
    stepFails: 'service.step-fails',
    agentStepFails: 'service.step-fails',
  },
}

/** Starts the first of the steps, under the lock. */
export function beginSteps(task: Task, flow: FlowName, list: Step[]): void {
  task.machine.steps = { list, index: 0 }
  // Ironic records nothing when it had to wait for the agent to learn the steps.
  if (flow !== 'clean' || !task.world.profileOf(task.machine).usesAgent) recordFlow(task, flow, 'start')
  runStep(task, { flow })
}

/** @see openstack/ironic `ironic/conductor/utils.py` (log_step_flow_history) */
export function recordFlow(
  task: Task,
  flow: FlowName,
  end: 'start' | 'end' | { readonly failed: Step },
): void {
  const { world, machine, node } = task
  if (!serverHas(world, 'stepHistory')) return
  const manual = node.target_provision_state === 'manageable'
  const name = {
    deploy: 'deployment',
    service: 'servicing',
    clean: manual ? 'manual_cleaning' : 'automated_cleaning',
  }[flow]
  const words = name.replace('_', ' ')
  const title = words.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
  const list = pythonRepr(machine.steps?.list ?? [])
  if (end === 'start')
    return recordHistory(task, `Starting ${words} with steps=${list}`, { type: `${name}_start` })
  if (end === 'end') {
    const left = flow === 'deploy' ? list : '[]'
    return recordHistory(task, `${title} completed successfully with steps=${left}`, { type: `${name}_end` })
  }
  const text = `${title} aborted at step '${end.failed.step}' with steps=${list}`
  recordHistory(task, text, { type: `${name}_end`, error: true })
}

function flowOf(details: JsonObject): [FlowName, StepFlow] {
  const name = details['flow'] as FlowName
  return [name, FLOWS[name]]
}

/** Runs the current step of the node. */
export function runStep(task: Task, details: JsonObject): void {
  const { machine, world, node } = task
  const [flow, { field, finish, operation, stepTime, stepFails, agentStepFails }] = flowOf(details)
  const step = machine.steps?.list[machine.steps.index]
  if (step === undefined) {
    recordFlow(task, flow, 'end')
    return world.later(task, 'work', 0, finish)
  }
  node[field] = step
  touch(task)

  if (step.step === 'hold') return hold(task, flow)
  const reserved = RESERVED_POWER_STEPS[step.step]
  if (reserved !== undefined)
    return changePower(task, reserved, {
      act: 'step.done',
      details: { flow },
      failed: stepFails,
    })
  const failure = scriptedFailure(task, operation, step)
  const problem =
    failure === undefined
      ? (unknownStepError(task, step) ?? argumentError(task, step))
      : (failure.lastError ?? 'a scripted failure')
  const error = problem === null ? null : { error: problem }
  if (isInBand(task, step)) {
    enterWait(task)
    startHeartbeats(task)
    return error === null
      ? expectCall(task, world.duration(task, 'agentStep', stepId(step)), 'step.agent-done', { flow })
      : expectCall(task, world.duration(task, 'agentStep', stepId(step)), agentStepFails, {
          flow,
          ...error,
          inBand: true,
        })
  }
  const ms = step.step === 'wait' ? secondsOf(step) * 1000 : world.duration(task, stepTime, stepId(step))
  if (error !== null) return world.later(task, 'work', ms, stepFails, { flow, ...error, step })
  const boots = knownStep(task, step)?.boots
  if (boots === 'agent')
    return changePower(task, machine.power === 'power on' ? 'rebooting' : 'power on', {
      act: 'step.agent-boots',
      details: { flow },
      failed: stepFails,
    })
  if (boots === 'instance')
    return changePower(task, 'power on', { act: 'step.done', details: { flow }, failed: stepFails })
  if (boots === 'nothing') machine.power = 'power off'
  world.later(task, 'work', ms, 'step.done', { flow })
}

/** Returns the error for an unknown step: fake-hardware looks a step up only when its turn comes. */
function unknownStepError(task: Task, step: Step): string | null {
  if (task.machine.profile !== 'fake-hardware' || step.step === 'wait') return null
  if (knownStep(task, step) !== undefined) return null
  return `'${FAKE_CLASSES[step.interface] ?? 'Fake'}' object has no attribute '${step.step}'`
}

const FAKE_CLASSES: Readonly<Record<string, string>> = {
  bios: 'FakeBIOS',
  deploy: 'FakeDeploy',
  firmware: 'FakeFirmware',
  management: 'FakeManagement',
  power: 'FakePower',
  raid: 'FakeRAID',
  vendor: 'FakeVendorB',
}

const RESERVED_POWER_STEPS: Readonly<Record<string, 'power on' | 'power off' | 'rebooting'>> = {
  power_on: 'power on',
  power_off: 'power off',
  reboot: 'rebooting',
}

/** Ends the step that boots the agent, when the agent calls. */
export function agentBoots(task: Task, details: JsonObject): void {
  enterWait(task)
  expectCall(task, task.world.duration(task, 'agentBoot'), 'step.agent-done', details)
}

/** Goes on with the next step after the agent's call. */
export function agentStepDone(task: Task, details: JsonObject): void {
  processEvent(task, 'resume', { target: task.node.target_provision_state })
  task.world.later(task, 'work', task.world.duration(task, 'resume'), 'step.done', details)
}

export function stepDone(task: Task, details: JsonObject): void {
  const { machine, node, world } = task
  const [, { field, abort }] = flowOf(details)
  if (node[field]['abort_after'] === true) return world.later(task, 'work', 0, abort, details)
  if (machine.steps !== null) {
    const step = machine.steps.list[machine.steps.index]
    if (step !== undefined) takeEffect(task, step)
    machine.steps.index++
  }
  runStep(task, details)
}

/** Holds the node. After `unhold` it goes on at the agent's next call, or at once without an agent. */
function hold(task: Task, flow: FlowName): void {
  processEvent(task, 'hold', { target: task.node.target_provision_state })
  task.machine.parked = { act: 'step.agent-done', details: { flow } }
  releaseWorker(task, 'work')
}

export function knownStep(task: Task, step: Step): KnownStep | undefined {
  const profile = task.world.profileOf(task.machine)
  const all = [...profile.deploySteps, ...profile.automatedCleanSteps, ...profile.manualSteps]
  return all.find((known) => known.step.interface === step.interface && known.step.step === step.step)
}

function isInBand(task: Task, step: Step): boolean {
  return knownStep(task, step)?.inBand === true
}

function secondsOf(step: Step): number {
  const args = step['args']
  const seconds = typeof args === 'object' && args !== null && !Array.isArray(args) ? args['seconds'] : 0
  return typeof seconds === 'number' ? seconds : 0
}

/** Returns Ironic's words for the step that was running when something was aborted. */
export function duringStep(step: JsonObject): string {
  return Object.keys(step).length === 0 ? '' : ` during or after the completion of step "${stepId(step)}"`
}
