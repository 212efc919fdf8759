import { POWER_TARGETS, type PowerTarget } from '../../../states/power-states.js'
import type { JsonObject } from '../../json/json-value.js'
import type { EventName } from '../../world/event-name.js'
import type { Task } from '../../world/world.js'
import { wakeParked } from '../task/agent-calls.js'
import { stateRow } from '../task/state-machine.js'
import {
  recordHistory,
  releaseWorker,
  scriptedFailure,
  spawnWorker,
  touch,
  watchPower,
} from '../task/task.js'

/** How an operation goes on after a power change inside it. */
export interface PowerContinuation {
  readonly act: EventName
  readonly details?: JsonObject
  readonly failed: EventName
}

/**
 * Starts a power change that a caller requested and that has been checked. The node shows the target and
 * stays locked until the end.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (change_node_power_state)
 */
export function requestPower(task: Task, target: PowerTarget, timeoutMs: number | null): void {
  spawnWorker(task, 'power')
  showTarget(task, target)
  task.node.last_error = null
  const soft = POWER_TARGETS[target].soft
  const limit = timeoutMs ?? task.world.duration(task, soft ? 'softPowerTimeout' : 'powerTimeout')
  startPower(task, 'power', target, limit)
}

/**
 * Changes the power state as a part of another operation, which goes on with `then`.
 *
 * @see openstack/ironic `ironic/conductor/utils.py` (node_power_action)
 */
export function changePower(task: Task, target: PowerTarget, then: PowerContinuation): void {
  const { world, machine, node } = task
  if (world.profileOf(machine).readsPower && isAlreadyThere(machine.power, target)) {
    node.power_state = machine.power
    world.later(task, 'work', 0, then.act, then.details ?? {})
    return
  }
  showTarget(task, target)
  if (stateRow(node.provision_state)?.phase !== 'failed') node.last_error = null
  startPower(task, 'work', target, world.duration(task, 'powerTimeout'), then)
}

function showTarget(task: Task, target: PowerTarget): void {
  task.node.target_power_state = POWER_TARGETS[target].shows
  touch(task)
}

function startPower(
  task: Task,
  lane: 'power' | 'work',
  target: PowerTarget,
  limitMs: number,
  then?: PowerContinuation,
): void {
  const { world, node } = task
  const went = outcomeOf(task, target, limitMs)
  if (!went.noop)
    node.driver_internal_info = {
      ...node.driver_internal_info,
      last_power_state_change: world.timeTextWithoutZone(),
    }
  world.later(task, lane, went.afterMs, 'power.end', {
    lane,
    target,
    error: went.error,
    noop: went.noop,
    obeysAfterMs: went.obeysAfterMs,
    then: then === undefined ? null : { act: then.act, details: then.details ?? {}, failed: then.failed },
  })
}

interface Outcome {
  readonly afterMs: number
  readonly error: string | null
  readonly noop: boolean
  /** Set when the hardware obeys after Ironic has given up on it. */
  readonly obeysAfterMs: number | null
}

function outcomeOf(task: Task, target: PowerTarget, limitMs: number): Outcome {
  const { world, machine, node } = task
  const facts = POWER_TARGETS[target]
  const current = world.profileOf(machine).readsPower ? machine.power : node.power_state
  const timedOut: Outcome = {
    afterMs: limitMs,
    error: `Failed to set node power state to ${facts.ends}.`,
    noop: false,
    obeysAfterMs: null,
  }
  const scripted = scriptedFailure(task, 'power')
  if (scripted !== undefined) {
    const error = scripted.lastError ?? timedOut.error
    return { ...timedOut, afterMs: world.duration(task, 'powerRefusal'), error }
  }
  if (machine.bmc === 'silent') return timedOut
  if (facts.repeatable && isAlreadyThere(current, target))
    return { afterMs: world.duration(task, 'powerNoop'), error: null, noop: true, obeysAfterMs: null }
  if (facts.soft && machine.softPower === 'ignored' && current !== 'power off') return timedOut
  const needs = world.duration(task, timingOf(target, current))
  if (needs > limitMs) return { ...timedOut, obeysAfterMs: needs - limitMs }
  return { afterMs: needs, error: null, noop: false, obeysAfterMs: null }
}

function isAlreadyThere(current: string | null, target: PowerTarget): boolean {
  return POWER_TARGETS[target].repeatable && current === POWER_TARGETS[target].ends
}

function timingOf(target: PowerTarget, current: string | null) {
  switch (target) {
    case 'power on':
      return 'powerOn'
    case 'power off':
      return 'powerOff'
    case 'soft power off':
      return 'softPowerOff'
    case 'rebooting':
      return current === 'power off' ? 'powerOn' : 'reboot'
    case 'soft rebooting':
      return current === 'power off' ? 'powerOn' : 'softReboot'
  }
}

/** Ends a power change, requested by a caller or part of an operation. */
export function endPower(task: Task, details: JsonObject): void {
  const { node, machine, world } = task
  const lane = details['lane'] === 'power' ? 'power' : 'work'
  const target = details['target'] as PowerTarget
  const error = details['error'] as string | null
  const then = details['then'] as { act: EventName; details: JsonObject; failed: EventName } | null
  const { ends } = POWER_TARGETS[target]

  node.target_power_state = null
  if (error === null) {
    machine.power = ends
    node.power_state = ends
    if (details['noop'] === true) node.last_error = null
    if (ends === 'power on') wakeParked(task)
  } else {
    recordHistory(task, `Failed to change power state to '${ends}' by '${target}': ${error}`, { error: true })
    const late = details['obeysAfterMs']
    if (typeof late === 'number') world.later(task, 'late', late, 'power.late', { power: ends })
  }
  touch(task)
  if (then === null) releaseWorker(task, lane)
  else world.later(task, 'work', 0, error === null ? then.act : then.failed, then.details)
}

/** Changes the power after Ironic has given up. The next power synchronization will undo it. */
export function obeyLate(task: Task, details: JsonObject): void {
  task.machine.power = details['power'] === 'power on' ? 'power on' : 'power off'
  watchPower(task)
}
