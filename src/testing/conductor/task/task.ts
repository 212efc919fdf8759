import type { Step } from '../../hardware/hardware-profile.js'
import { type JsonObject, textIn } from '../../json/json-value.js'
import { concurrencyLimit, LockedFault, noFreeWorker } from '../../refusals/api-fault.js'
import type { FailingOperation, Lane, ScriptedFailure } from '../../world/machine.js'
import type { Task } from '../../world/world.js'
import { nextState, type ProvisionEvent, stateRow } from './state-machine.js'

/** The work of an event, done when the event is due. */
export type Act = (task: Task, details: JsonObject) => void

/** Refuses when somebody else holds the lock. The conductor tries three times, a second apart. */
export function requireLock(task: Task): void {
  const { uuid, reservation } = task.node
  if (reservation !== null) throw new LockedFault(uuid, reservation, true)
}

export function takeLock(task: Task, lane: Lane): void {
  task.node.reservation = task.world.settings.conductorHost
  task.machine.lockedBy = lane
}

/** Drops the lock if this lane holds it. */
export function dropLock(task: Task, lane: Lane): void {
  if (task.machine.lockedBy !== lane) return
  task.node.reservation = null
  task.machine.lockedBy = null
}

/** Takes a worker and the lock for work that goes on after the reply. Refuses when no worker is free. */
export function spawnWorker(task: Task, lane: Lane): void {
  takeWorker(task)
  takeLock(task, lane)
}

export function requireWorker(task: Task): void {
  const { world } = task
  if (world.busyWorkers >= world.settings.limits.workers) throw noFreeWorker()
}

function takeWorker(task: Task): void {
  requireWorker(task)
  task.world.busyWorkers++
}

/** Frees the worker and the lock taken by `spawnWorker`. */
export function releaseWorker(task: Task, lane: Lane): void {
  if (task.machine.lockedBy !== lane) return
  task.world.busyWorkers--
  dropLock(task, lane)
}

/** @see openstack/ironic `ironic/conductor/manager.py` (_concurrent_action_limit) */
export function requireConcurrency(task: Task, action: 'provisioning' | 'unprovisioning' | 'cleaning'): void {
  const { store, settings } = task.world
  const [states, limit] =
    action === 'provisioning'
      ? [['deploying', 'wait call-back'], settings.limits.concurrentDeploy]
      : [['deleting', 'cleaning', 'clean wait'], settings.limits.concurrentClean]
  if (store.countInStates(states) >= limit) throw concurrencyLimit(task.world, action)
}

/** Clears the steps of a finished operation. Ironic keeps an empty list where it stored them. */
export function forgetSteps({ node, machine }: Task, flow: 'clean' | 'deploy' | 'service'): void {
  node[`${flow}_step`] = {}
  machine.steps = null
  node.driver_internal_info = { ...node.driver_internal_info, [`${flow}_steps`]: null }
}

export function touch(task: Task): void {
  task.node.updated_at = task.world.timeText()
}

export interface EventOptions {
  /** True when a worker goes on from here: the target stays and the last error is cleared. */
  readonly worker?: boolean
  readonly target?: string | null
  readonly lastError?: string | null
}

/**
 * Moves the node along a transition of the state machine, with all other fields that Ironic changes then.
 *
 * @see openstack/ironic `ironic/conductor/task_manager.py` (process_event)
 */
export function processEvent(task: Task, event: ProvisionEvent, options: EventOptions = {}): void {
  const { node, world } = task
  const next = nextState(node.provision_state, event, world.settings.maxMinor)
  if (next === undefined)
    throw new Error(`no transition "${event}" leaves provision state "${node.provision_state}"`)
  const reached = node.target_provision_state === next ? null : node.target_provision_state
  const row = stateRow(next)
  const target = options.target ?? row?.target ?? reached
  enterState(task, next, options.worker !== true && row?.target === null ? null : target)
  if (options.worker) node.last_error = options.lastError ?? null
  else if (options.lastError != null) node.last_error = options.lastError
}

/** Sets the state without checking the state machine. */
export function enterState(task: Task, state: string, target: string | null): void {
  const { node, world, machine } = task
  world.store.setProvisionState(node, state)
  node.target_provision_state = target
  node.provision_updated_at = world.timeText()
  machine.waitingSince = null
  touch(task)
}

export interface HistoryOptions {
  readonly type?: string
  readonly error?: boolean
}

/** @see openstack/ironic `ironic/conductor/utils.py` (node_history_record) */
export function recordHistory(task: Task, event: string, options: HistoryOptions = {}): void {
  const { node, world, stored } = task
  const since = node.provision_updated_at === null ? null : Date.parse(node.provision_updated_at)
  if (options.error) {
    node.last_error = event
    watchPower(task)
  }
  stored.history.push({
    uuid: world.random.uuid(),
    created_at: world.timeText(),
    severity: options.error ? 'ERROR' : 'INFO',
    event_type: options.type ?? 'UNKNOWN',
    event,
    conductor: world.settings.conductorHost,
    user: null,
    project: null,
    state: node.provision_state,
    target_provision_state: node.target_provision_state,
    duration_seconds: since === null ? null : Math.floor((world.time - since) / 1000),
  })
  if (stored.history.length > MOST_HISTORY) stored.history.shift()
  touch(task)
}

/** `[conductor] node_history_max_entries` */
const MOST_HISTORY = 300

/** Marks a node whose record the next power synchronization would change. */
export function watchPower(task: Task): void {
  const { world } = task
  world.forPowerSync.add(task.node.uuid)
  if (world.nextPowerSync !== Infinity) return
  const every = world.duration(task, 'powerSync')
  world.nextPowerSync = every > 0 ? (Math.floor(world.time / every) + 1) * every : Infinity
}

/** Takes the next scripted failure of this operation, if there is one for this step. */
export function scriptedFailure(
  task: Task,
  operation: FailingOperation,
  step?: Step,
): ScriptedFailure | undefined {
  const { failures } = task.machine
  const index = failures.findIndex(
    (failure) =>
      failure.operation === operation &&
      (failure.at === null || (step !== undefined && names(failure.at, step))),
  )
  return index < 0 ? undefined : failures.splice(index, 1)[0]
}

function names(at: string, step: Step): boolean {
  return at === step.step || at === stepId(step)
}

export function stepId(step: JsonObject): string {
  return `${textIn(step, 'interface')}.${textIn(step, 'step')}`
}
