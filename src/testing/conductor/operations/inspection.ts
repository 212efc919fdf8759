import type { InspectionResult } from '../../hardware/hardware-details.js'
import { type JsonObject, textIn } from '../../json/json-value.js'
import { invalidState, unsupported } from '../../refusals/api-fault.js'
import type { Task } from '../../world/world.js'
import { applyRules } from '../inspection-rules/rule-engine.js'
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

/** @see openstack/ironic `ironic/conductor/manager.py` (inspect_hardware) */
export function requestInspection(task: Task): void {
  const { node, world } = task
  requireLock(task)
  if (node.inspect_interface === 'no-inspect') throw unsupported(node.driver, 'inspect')
  if (nextState(node.provision_state, 'inspect', world.settings.maxMinor) === undefined)
    throw invalidState('inspect', node.uuid, node.provision_state)
  requireWorker(task)
  processEvent(task, 'inspect', { worker: true })
  spawnWorker(task, 'work')
  node.inspection_started_at = world.timeText()
  node.inspection_finished_at = null
  if (node.inspect_interface === 'agent')
    return world.later(task, 'work', world.duration(task, 'prepare'), 'inspect.boots-agent')
  world.later(task, 'work', world.duration(task, 'inspect'), 'inspect.ends')
}

export function bootAgentForInspection(task: Task): void {
  changePower(task, task.machine.power === 'power on' ? 'rebooting' : 'power on', {
    act: 'inspect.waits',
    failed: 'inspect.ends',
  })
}

export function waitForInspectionAgent(task: Task): void {
  enterWait(task)
  expectCall(task, task.world.duration(task, 'agentBoot'), 'inspect.resumes')
}

/**
 * Goes on after the agent's call. Before agents inspected for Ironic itself, a separate service reported the
 * end at once.
 */
export function resumeInspection(task: Task): void {
  if (nextState(task.node.provision_state, 'resume', task.world.settings.maxMinor) === undefined)
    return endInspection(task)
  processEvent(task, 'resume')
  task.node.inspection_started_at = task.world.timeText()
  changePower(task, 'power off', { act: 'inspect.ends', failed: 'inspect.ends' })
}

export function endInspection(task: Task): void {
  const { node, machine, world } = task
  const failure = scriptedFailure(task, 'inspect')
  if (failure !== undefined) {
    recordHistory(task, failure.lastError ?? 'Failed to inspect hardware. Reason: a scripted failure', {
      type: 'introspection',
      error: true,
    })
    processEvent(task, 'fail')
    return releaseWorker(task, 'work')
  }
  if (world.profileOf(machine).usesAgent) {
    const found = structuredClone(machine.found ?? sampleInventory(node.inspect_interface))
    const problem = node.inspect_interface === 'agent' ? applyRules(task, found) : null
    if (problem !== null) {
      recordHistory(task, `Failed to finish inspection: ${problem}`, { type: 'introspection', error: true })
      processEvent(task, 'fail')
      return releaseWorker(task, 'work')
    }
    machine.inventory = found
    node.properties = { vendor: 'Sushy Emulator', ...node.properties }
  }
  node.inspection_finished_at = world.timeText()
  node.inspection_started_at = null
  processEvent(task, 'done')
  releaseWorker(task, 'work')
}

/** Ends an inspection that timed out. */
export function failInspection(task: Task, details: JsonObject): void {
  recordHistory(task, textIn(details, 'lastError'), { type: 'introspection', error: true })
  releaseWorker(task, 'work')
}

/** Aborts in `inspect wait`, within the request. */
export function abortInspection(task: Task): void {
  const { node, world, machine } = task
  if (node.inspect_interface !== 'agent') throw unsupported(node.driver, 'abort')
  world.cancel(task, 'work', 'heartbeat', 'timeout')
  machine.parked = null
  machine.power = 'power off'
  node.power_state = 'power off'
  recordHistory(task, 'Inspection was aborted by request.', { type: 'introspection', error: true })
  processEvent(task, 'abort')
}

function sampleInventory(inspectInterface: string | null): InspectionResult {
  const common = {
    cpu: { count: 8, architecture: 'x86_64' },
    memory: { physical_mb: 16_384 },
    disks: [{ name: '/dev/sda', size: 107_374_182_400 }],
  }
  return inspectInterface === 'agent'
    ? { inventory: { ...common, boot: { current_boot_mode: 'uefi' } }, plugin_data: {} }
    : { inventory: common, plugin_data: { all_interfaces: {}, valid_interfaces: {}, macs: [] } }
}
