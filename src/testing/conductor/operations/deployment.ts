import type { Step } from '../../hardware/hardware-profile.js'
import { type JsonObject, type JsonValue, textIn } from '../../json/json-value.js'
import { ApiFault, badRequest, inMaintenance, invalidState, isProtected } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import type { Task } from '../../world/world.js'
import { beginSteps, duringStep, knownStep, recordFlow } from '../agent/step-flow.js'
import { beginConsoleSession } from '../machine/console.js'
import { changePower } from '../machine/power-change.js'
import { bindDeclaredVifs } from '../network/vif-attachment.js'
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
  takeLock,
  touch,
} from '../task/task.js'
import { deployImageRefusal, fetchRefusal, isGiven, requireFetchableImage } from './image-check.js'

export interface DeployRequest {
  readonly event: 'deploy' | 'rebuild'
  readonly configDrive: JsonValue
  readonly steps: readonly Step[]
}

/** @see openstack/ironic `ironic/conductor/manager.py` (do_node_deploy) */
export function requestDeploy(task: Task, { event, configDrive, steps }: DeployRequest): void {
  const { node, world, machine } = task
  requireConcurrency(task, 'provisioning')
  requireLock(task)
  if (node.maintenance) throw inMaintenance('provisioning', node.uuid)
  if (event === 'rebuild' && node.protected) throw isProtected(node.uuid)
  if (nextState(node.provision_state, event, world.settings.maxMinor) === undefined)
    throw invalidState(event, node.uuid, node.provision_state)
  requireFetchableImage(task)
  const inferred = inferImageType(task)
  // Ironic 39.0 reads a variable here that only a first deployment sets.
  if (event === 'rebuild' && !inferred && serverHas(world, 'rebuildNeedsImage'))
    throw new ApiFault(500, 'Unexpected error raised by RPC')
  const reason = deployRefusal(task)
  if (reason !== null)
    throw badRequest(`Failed to validate deploy or power info for node ${node.uuid}: ${reason}`)
  requireWorker(task)

  processEvent(task, event, { worker: true })
  spawnWorker(task, 'work')
  if (event === 'deploy') leaseAutomatically(task)
  if (isGiven(configDrive)) node.instance_info = { ...node.instance_info, configdrive: configDrive }
  const known = world.profileOf(machine).deploySteps.map(({ step }) => step)
  const asked = steps.filter(
    (step) => knownStep(task, step) !== undefined || machine.profile !== 'fake-hardware',
  )
  const list = [...known.filter((step) => !asked.some((own) => stepId(own) === stepId(step))), ...asked]
    .filter((step) => priorityOf(step) > 0)
    .sort((a, b) => priorityOf(b) - priorityOf(a))
  const rebuilds = event === 'rebuild' && world.profileOf(machine).usesAgent
  world.later(task, 'work', world.duration(task, 'prepare'), 'deploy.begins', { list, rebuilds })
}

/** Sets the lessee of the node when it is deployed through another service. */
function leaseAutomatically({ node, world }: Task): void {
  const project = node.instance_info['project_id']
  if (!serverHas(world, 'automaticLessee') || typeof project !== 'string') return
  if (project === '' || node.lessee !== null) return
  node.lessee = project
  node.driver_internal_info = { ...node.driver_internal_info, automatic_lessee: true }
}

/** Returns why the deploy or power interface would refuse this node, or `null`. */
export function deployRefusal(task: Task): string | null {
  return deployImageRefusal(task) ?? traitRefusal(task)
}

/** Returns the refusal for requested traits that the node lacks, or `null`. */
function traitRefusal({ node }: Task): string | null {
  const wanted = node.instance_info['traits']
  if (Array.isArray(wanted)) {
    const missing = wanted.filter((trait) => !node.traits.includes(pythonText(trait)))
    if (missing.length > 0)
      return (
        'Cannot specify instance traits that are not also set on the node. Node ' +
        `${node.uuid} is missing traits ${missing.map(pythonText).join(', ')}`
      )
  }
  return null
}

/**
 * Records the kind of the image, if there is an image. The record stays even when the deployment is refused.
 * Returns whether it did so.
 */
function inferImageType(task: Task): boolean {
  const { node } = task
  const info = node.instance_info
  const source = info['image_source']
  if (typeof source !== 'string' || source === '') return false
  const given = info['image_type']
  const isPartition = isGiven(given)
    ? given === 'partition'
    : isGiven(info['kernel']) || isGiven(info['ramdisk'])
  node.instance_info = { ...info, image_type: isPartition ? 'partition' : 'whole-disk' }
  node.driver_internal_info = { ...node.driver_internal_info, is_whole_disk_image: !isPartition }
  touch(task)
  return true
}

function priorityOf(step: Step): number {
  return Number(step['priority'] ?? 0)
}

export function beginDeploy(task: Task, details: JsonObject): void {
  const list = details['list'] as Step[]
  if (task.world.profileOf(task.machine).usesAgent) {
    const problem = prepareAgentDeploy(task)
    if (problem !== null) {
      const text = `Failed to prepare to deploy: ${problem}`
      recordHistory(task, text, { type: 'deploying', error: true })
      return failDeploy(task)
    }
  }
  if (details['rebuilds'] === true && task.machine.power === 'power on')
    return changePower(task, 'power off', {
      act: 'deploy.begins',
      details: { list },
      failed: 'deploy.step-fails',
    })
  beginSteps(task, 'deploy', list)
}

/**
 * Records and binds what a deployment by an agent needs before it starts. Returns why it cannot start, or
 * `null`.
 *
 * @see openstack/ironic `ironic/drivers/modules/agent.py` (prepare) and `network/flat.py` (_bind_flat_ports)
 */
function prepareAgentDeploy(task: Task): string | null {
  const { node } = task
  const { image_source: source, capabilities } = node.instance_info
  node.instance_info = {
    ...node.instance_info,
    capabilities: capabilities ?? {},
    ...(isGiven(source) ? { image_url: source ?? null } : {}),
  }
  const refusal = node.deploy_interface === 'direct' ? fetchRefusal(task, source) : null
  if (refusal !== null) return refusal
  const bound = bindDeclaredVifs(task)
  if (node.network_interface === 'flat' && bound === 0)
    return `Failed to bind any flat network ports for node ${node.uuid}`
  return null
}

export function finishDeploy(task: Task): void {
  forgetSteps(task, 'deploy')
  beginConsoleSession(task)
  processEvent(task, 'done')
  releaseWorker(task, 'work')
}

/** Fails a step under the lock. The machine is powered off before the state changes. */
export function failDeployStep(task: Task, details: JsonObject): void {
  if (details['step'] !== undefined) recordFlow(task, 'deploy', { failed: details['step'] as Step })
  const error = details['error']
  const step = stepId(task.node.deploy_step)
  const text =
    typeof error === 'string'
      ? `Deploy step ${step} failed: ${error}.`
      : (task.node.last_error ?? 'Failed to deploy')
  recordHistory(task, text, { type: 'deploying', error: true })
  cleanUpDeploy(task)
}

/**
 * Fails a step of the agent. The error text stands for a moment while the node still waits. The following
 * power-off wipes it, since the state is not a failure yet, so that it stays only in the history.
 */
export function failAgentDeployStep(task: Task, details: JsonObject): void {
  const { node, world } = task
  const text = `Deploy step ${stepId(node.deploy_step)} failed on node ${node.uuid}. ${textIn(details, 'error')}`
  recordHistory(task, text, { type: 'deploying', error: true })
  world.later(task, 'work', 400, 'deploy.cleanup')
}

export function cleanUpDeploy(task: Task): void {
  if (!task.world.profileOf(task.machine).usesAgent) return failDeploy(task)
  changePower(task, 'power off', { act: 'deploy.fails', failed: 'deploy.fails' })
}

export function failDeploy(task: Task): void {
  const { node } = task
  forgetSteps(task, 'deploy')
  if (node.provision_state !== 'deploy failed') processEvent(task, 'fail')
  releaseWorker(task, 'work')
}

/** Aborts a deployment that waits for its agent. It leaves no error text behind. */
export function abortDeploy(task: Task): void {
  const { node, world } = task
  world.cancel(task, 'heartbeat', 'timeout')
  task.machine.parked = null
  processEvent(task, 'abort', { worker: true })
  spawnWorker(task, 'work')
  world.later(task, 'work', world.duration(task, 'prepare'), 'deploy.aborted', {
    lastError: `By request, the deploy operation was aborted${duringStep(node.deploy_step)}`,
  })
}

export function finishDeployAbort(task: Task, details: JsonObject): void {
  if (task.world.profileOf(task.machine).usesAgent) return cleanUpDeploy(task)
  task.node.last_error = textIn(details, 'lastError')
  failDeploy(task)
}

/** Aborts a deployment after a step that could not be interrupted. */
export function abortDeployAfterStep(task: Task): void {
  const { node } = task
  const lastError = `By request, the deploy operation was aborted${duringStep(node.deploy_step)}`
  processEvent(task, 'fail', { worker: true, lastError })
  takeLock(task, 'work')
  cleanUpDeploy(task)
}
