import type { InspectionResult } from '../../hardware/hardware-details.js'
import type { JsonValue } from '../../json/json-value.js'
import { badRequest, LockedFault, unsupported } from '../../refusals/api-fault.js'
import { serverHas } from '../../world/server-features.js'
import type { Task } from '../../world/world.js'
import { wakeParked } from '../task/agent-calls.js'
import { processEvent, requireWorker, takeLock } from '../task/task.js'

const HIDDEN = '******'

/**
 * Issues a token for the agent of a node, once: later calls are not given it again.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (get_node_with_token)
 */
export function issueToken({ node, world }: Task): JsonValue {
  if (typeof node.driver_internal_info['agent_secret_token'] === 'string') return HIDDEN
  if (node.reservation !== null) throw new LockedFault(node.uuid, node.reservation, false)
  const token = world.random.uuid().replaceAll('-', '')
  node.driver_internal_info = { ...node.driver_internal_info, agent_secret_token: token }
  return token
}

export interface AgentCall {
  readonly url: string
  readonly token: string
  readonly version: string | null
  readonly status: string | null
}

/**
 * Handles the call of an agent that a client plays. @see openstack/ironic `ironic/conductor/manager.py`
 * (heartbeat)
 */
export function heardAgent(task: Task, { url, token, version, status }: AgentCall): void {
  const { node, world, machine } = task
  if (version === null && status === null)
    throw badRequest(
      'Agent did not transmit a version, and a version is required. Please update the agent being used.',
    )
  if (node.driver_internal_info['agent_secret_token'] !== token)
    throw badRequest('Invalid or missing agent token received.')
  if (serverHas(world, 'checksAgentUrl')) {
    if (url !== '' && !url.startsWith('https://')) throw badRequest('TLS is required by configuration')
    if (node.driver_internal_info['agent_url'] === undefined && node.reservation !== null)
      throw new LockedFault(node.uuid, node.reservation, false)
  }
  requireWorker(task)
  // fake-hardware uses no agent.
  if (!world.profileOf(machine).usesAgent) return
  node.driver_internal_info = {
    ...node.driver_internal_info,
    agent_url: url,
    agent_version: version,
    agent_last_heartbeat: world.timeTextWithoutZone(),
  }
  machine.agent = 'calls'
  wakeParked(task)
}

/** Goes on with what a client's agent found, in place of the simulated agent's call. */
export function continueInspection(task: Task, found: InspectionResult): void {
  const { node, world, machine } = task
  requireWorker(task)
  world.cancel(task, 'work', 'heartbeat', 'timeout')
  machine.parked = null
  if (node.inspect_interface !== 'agent') {
    processEvent(task, 'resume')
    node.last_error =
      'Async execution of continue_inspection failed with error: ' + unsupported(node.driver, 'abort').message
    return
  }
  machine.found = found
  world.busyWorkers++
  takeLock(task, 'work')
  world.later(task, 'work', 0, 'inspect.resumes')
}
