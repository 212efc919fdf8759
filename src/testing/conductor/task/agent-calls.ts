import type { JsonObject } from '../../json/json-value.js'
import { pythonRepr } from '../../refusals/python-text.js'
import type { EventName } from '../../world/event-name.js'
import type { Task } from '../../world/world.js'
import { stateRow } from './state-machine.js'
import { dropLock, processEvent, recordHistory, releaseWorker, takeLock } from './task.js'

/** Enters a wait state: drops the lock and starts the time-out. */
export function enterWait(task: Task): void {
  processEvent(task, 'wait', { target: task.node.target_provision_state })
  releaseWorker(task, 'work')
  watchTimeout(task)
}

/** Starts the time-out of the current wait state. Ironic checks it once a minute; 0 means no time-out. */
export function watchTimeout(task: Task): void {
  const { world, machine, node } = task
  const name = stateRow(node.provision_state)?.timeout
  if (name === undefined) return
  const limit = world.duration(task, name)
  if (limit === 0) return world.cancel(task, 'timeout')
  machine.waitingSince = world.time
  const every = world.duration(task, 'timeoutCheck')
  const end = world.time + limit
  const noticed = every > 0 ? Math.ceil(end / every) * every : end
  world.later(task, 'timeout', noticed - world.time, 'wait.timeout')
}

/** Waits for the agent's call, after its boot or its step; `act` goes on then. */
export function expectCall(task: Task, afterMs: number, act: EventName, details: JsonObject = {}): void {
  task.machine.parked = null
  task.world.later(task, 'work', afterMs, 'agent.calls', { act, details })
}

/** Starts the regular calls of the agent. Each takes the lock for a moment and has no other effect. */
export function startHeartbeats(task: Task): void {
  task.world.later(task, 'heartbeat', task.world.duration(task, 'heartbeat'), 'agent.beats')
}

/**
 * Returns whether the agent's call arrives: not while its machine is off, nor in maintenance, except in
 * `inspect wait`.
 */
function isHeard(task: Task): boolean {
  const { node, machine, world } = task
  if (machine.agent === 'silent') return false
  if (node.maintenance && node.provision_state !== 'inspect wait') return false
  return !world.profileOf(machine).readsPower || machine.power === 'power on'
}

/** Handles the agent's call for which work was waiting. */
export function agentCalls(task: Task, details: JsonObject): void {
  const { machine, world, node } = task
  const act = details['act'] as EventName
  const given = details['details'] as JsonObject
  if (!isHeard(task)) {
    machine.parked = { act, details: given }
    return
  }
  if (machine.lockedBy === 'heartbeat') dropLock(task, 'heartbeat')
  if (node.reservation !== null) return world.later(task, 'work', 1000, 'agent.calls', details)
  world.cancel(task, 'heartbeat', 'timeout')
  world.busyWorkers++
  takeLock(task, 'work')
  world.later(task, 'work', 0, act, given)
}

export function agentBeats(task: Task): void {
  const { world, node } = task
  const waits = stateRow(node.provision_state)?.timeout !== undefined
  if (!waits) return
  if (isHeard(task) && node.reservation === null) {
    takeLock(task, 'heartbeat')
    if (stateRow(node.provision_state)?.heartbeatsExtendTimeout) {
      node.provision_updated_at = world.timeText()
      watchTimeout(task)
    }
  }
  world.later(task, 'heartbeat', world.duration(task, 'heartbeatLock'), 'agent.beat-ends')
}

export function agentBeatEnds(task: Task): void {
  dropLock(task, 'heartbeat')
  startHeartbeats(task)
}

/** Resumes work that waited for a silent agent, if its calls arrive now. A held node stays held. */
export function wakeParked(task: Task): void {
  const { parked } = task.machine
  if (parked === null || stateRow(task.node.provision_state)?.timeout === undefined) return
  expectCall(task, task.world.duration(task, 'agentBoot'), parked.act, parked.details)
}

/** Ends a wait state that has timed out. A node in maintenance is skipped until the next check. */
export function waitTimesOut(task: Task): void {
  const { node, machine, world } = task
  if (stateRow(node.provision_state)?.timeout === undefined) return
  if (node.maintenance || node.reservation !== null)
    return world.later(task, 'timeout', world.duration(task, 'timeoutCheck'), 'wait.timeout')
  const { uuid } = node
  world.cancel(task, 'work', 'heartbeat')
  machine.parked = null
  // A periodic task already has a worker, so the limit of workers does not apply.
  world.busyWorkers++
  takeLock(task, 'work')
  switch (node.provision_state) {
    case 'wait call-back':
      processEvent(task, 'fail', { worker: true })
      recordHistory(task, `Timeout reached while waiting for callback for node ${uuid}`, {
        type: 'deploying',
        error: true,
      })
      node.deploy_step = {}
      return world.later(task, 'work', 0, 'deploy.cleanup')
    case 'clean wait': {
      const lastError =
        'Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is ' +
        `running on the node. Failed on step ${pythonRepr(node.clean_step)}.`
      processEvent(task, 'fail', { worker: true, target: node.target_provision_state })
      return world.later(task, 'work', 0, 'clean.fails', { lastError })
    }
    case 'inspect wait':
      processEvent(task, 'fail', { worker: true })
      return world.later(task, 'work', 0, 'inspect.fails', {
        lastError:
          'Timeout reached while inspecting the node. Please check if the ramdisk responsible for the ' +
          'inspection is running on the node.',
      })
    case 'rescue wait':
      processEvent(task, 'fail', { worker: true })
      return world.later(task, 'work', 0, 'rescue.fails', {
        lastError: 'Timeout reached while waiting for rescue ramdisk callback for node',
      })
    default: {
      const lastError =
        'Timeout reached while servicing the node. Please check if the ramdisk responsible for the servicing is ' +
        `running on the node. Failed on step ${pythonRepr(node.service_step)}.`
      processEvent(task, 'fail', { worker: true })
      return world.later(task, 'work', 0, 'service.fails', { lastError })
    }
  }
}
