import { err, ok, type Result } from 'neverthrow'
import { missingFeature, type Need } from '../../client/missing-feature.js'
import type { Advice } from '../../errors/ironic-driver-error.js'
import { judgeProvision } from '../../states/judge-provision.js'
import { PROVISION_VERBS } from '../../states/provision-verbs.js'
import { diverged } from '../../states/verdict.js'
import type { OnProgress } from '../../waiting/progress.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { locateNode, type LocateError } from '../locate-node.js'
import type { ModuleContext } from '../module-context.js'
import { NodeNotReadyError } from '../module-errors.js'
import { attachVif } from '../networking/attach-vif.js'
import { configDriveValue } from './config-drive.js'
import { instanceInfo } from './instance-info.js'
import type { SpawnFailure } from './provisioning-errors.js'
import { requestVerb } from './request-verb.js'
import { reserveNode } from './reserve-node.js'
import { spawnAction } from './spawn-plan.js'
import type { SpawnRequest } from './spawn-request.js'
import type { SpawnTrace } from './undo-spawn.js'
import { validateNode } from './validate-node.js'

export interface Spawn {
  readonly operation: string
  readonly request: SpawnRequest
  readonly deadlineAt: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
  /** `asked`: return when Ironic has taken the deployment. `active`: when the instance is there. */
  readonly until: 'asked' | 'active'
}

/** How an instance came to be there: by this call, by one that was under way, or it was there already. */
export type SpawnOutcome = 'deployed' | 'joined' | 'was_active'

export interface Spawned {
  readonly node: WatchedNode
  readonly outcome: SpawnOutcome
}

type Step<T> = Promise<Result<T, SpawnFailure | LocateError>>

/** What is read of the node beside the usual, to be put back if the spawn fails. */
const TO_RESTORE = ['instance_info', 'instance_name'] as const

/**
 * Spawns an instance: looks at the node, and then deploys it, joins a deployment that is under way, or finds it
 * done. Whatever it changes it notes in `trace` before it asks for the change.
 */
export async function spawnInstance(context: ModuleContext, work: Spawn, trace: SpawnTrace): Step<Spawned> {
  const { request, signal } = work
  const supported = await checkSupport(context, work)
  if (supported.isErr()) return err(supported.error)
  const found = await locateNode(context, { node: request.node }, { also: TO_RESTORE, signal })
  if (found.isErr()) return err(found.error)
  const action = spawnAction(found.value, request.instance.id)
  if (action.isErr()) return err(action.error)

  trace.found = found.value
  switch (action.value) {
    case 'done':
      return ok({ node: found.value, outcome: 'was_active' })
    case 'join':
      trace.deployAsked = true
      return arrival(context, work, found.value, 'joined')
    case 'deploy': {
      const asked = await deploy(context, work, found.value, trace)
      return asked.isErr() ? err(asked.error) : arrival(context, work, found.value, 'deployed')
    }
  }
}

/** Reserve first, then wire, validate and ask: each step only once the one before it stands. */
async function deploy(context: ModuleContext, work: Spawn, node: WatchedNode, trace: SpawnTrace): Step<void> {
  const { request, signal } = work
  const instance = request.instance.id
  trace.reserveAsked = true
  const reserved = await reserveNode(context, node.uuid, instance, instanceInfo(request), { signal })
  if (reserved.isErr()) return err(reserved.error)
  // Between the first look and the reservation, somebody may have begun something else with the node.
  if (reserved.value.provision_state !== node.provision_state || reserved.value.maintenance)
    return err(changedMeanwhile(reserved.value, instance))

  const wired = await wire(context, work, node, trace)
  if (wired.isErr()) return err(wired.error)

  const valid = await validateNode(context, node.uuid, { signal })
  if (valid.isErr()) return err(valid.error)

  trace.deployAsked = true
  const sent = await requestVerb(context, deployRequest(work, node, context.clock.now()), { signal })
  // A refusal for good proves that no deployment was begun by this call.
  if (sent.isErr() && (sent.error.kind === 'rejected_request' || sent.error.kind === 'state_refused'))
    trace.deployAsked = false
  return sent
}

/**
 * Plugs in the VIFs. On a node that already was the instance's, some may be there: those are found first, since
 * Ironic writes each refused attempt into the node's `last_error`.
 */
async function wire(context: ModuleContext, work: Spawn, node: WatchedNode, trace: SpawnTrace): Step<void> {
  const { signal, request } = work
  const { vifs = [], instance } = request
  if (vifs.length > 0 && node.instance_uuid === instance.id) {
    const listed = await context.client.nodeVifs.list(node.uuid, { signal })
    if (listed.isErr()) return err(listed.error)
    trace.vifsFound.push(...listed.value.map(({ id }) => id))
  }
  for (const vif of vifs.filter(({ id }) => !trace.vifsFound.includes(id))) {
    trace.vifsAsked.push(vif.id)
    const attached = await attachVif(context, node.uuid, vif, { signal })
    if (attached.isErr()) return err(attached.error)
    if (attached.value === 'was_attached') trace.vifsFound.push(vif.id)
  }
  return ok(undefined)
}

function deployRequest({ request, deadlineAt }: Spawn, node: WatchedNode, now: number) {
  const { configDrive, deploySteps } = request
  const via: readonly string[] = PROVISION_VERBS.active.via
  return {
    node: node.uuid,
    request: {
      target: 'active' as const,
      configdrive: configDrive === undefined ? undefined : configDriveValue(configDrive),
      deploy_steps: deploySteps,
    },
    until: Math.min(deadlineAt, now + 120_000),
    taken: (seen: WatchedNode) =>
      seen.instance_uuid === request.instance.id &&
      (via.includes(seen.provision_state) ||
        seen.provision_state === 'active' ||
        (seen.provision_state === 'deploy failed' &&
          seen.provision_updated_at !== node.provision_updated_at)),
  }
}

async function arrival(
  context: ModuleContext,
  work: Spawn,
  node: WatchedNode,
  outcome: SpawnOutcome,
): Step<Spawned> {
  if (work.until === 'asked') return ok({ node, outcome })
  const active = await waitUntilActive(context, node, work.request.instance.id, work)
  return active.map((seen) => ({ node: seen, outcome }))
}

/** Waits until a deployment that Ironic has taken is over. */
export async function waitUntilActive(
  context: ModuleContext,
  node: WatchedNode,
  instance: string,
  work: Pick<Spawn, 'operation' | 'deadlineAt' | 'signal' | 'onProgress'>,
): Promise<Result<WatchedNode, SpawnFailure>> {
  const waited = await context.watcher.watch({
    operation: work.operation,
    node: node.uuid,
    instance,
    found: node,
    goal: 'the instance to become active',
    judge: (seen) =>
      seen === undefined
        ? diverged('the node no longer exists')
        : judgeProvision(seen, { verb: 'active', instance }),
    deadlineMs: Math.max(0, work.deadlineAt - context.clock.now()),
    signal: work.signal,
    onProgress: work.onProgress,
    failureAdvice: adviceForDeployment,
  })
  return waited.map((seen) => seen ?? node)
}

/** An image that is wrong is wrong on every node; each further try would cost a cleaning. */
function adviceForDeployment(lastError: string | null): Advice {
  return lastError !== null && /image|checksum|config ?drive/i.test(lastError)
    ? 'fix_request'
    : 'try_other_node'
}

/** What the request needs of the server is asked before anything is changed. */
async function checkSupport(context: ModuleContext, { request, signal }: Spawn): Step<void> {
  const features = await context.client.features({ signal })
  if (features.isErr()) return err(features.error)
  const { vifs = [], configDrive, deploySteps } = request
  const isJson = typeof configDrive === 'object' && !(configDrive instanceof Uint8Array)
  const needs: Need[] = ['node_fields']
  if (vifs.length > 0) needs.push('vifs')
  if (vifs.some(({ port, portGroup }) => port !== undefined || portGroup !== undefined))
    needs.push('vif_port')
  if (isJson) needs.push('json_config_drive')
  if (isJson && configDrive.vendorData !== undefined) needs.push('config_drive_vendor_data')
  if (deploySteps !== undefined) needs.push('deploy_steps')
  const missing = missingFeature(needs, features.value)
  return missing === undefined ? ok(undefined) : err(missing)
}

function changedMeanwhile(
  node: { readonly uuid: string; readonly provision_state: string; readonly maintenance: boolean },
  instance: string,
): NodeNotReadyError {
  const now = node.maintenance ? 'is in maintenance' : `is in state "${node.provision_state}"`
  return new NodeNotReadyError(
    `Node ${node.uuid} has changed while it was being reserved: it ${now}.`,
    'try_other_node',
    {
      node: node.uuid,
      instance,
      provisionState: node.provision_state,
    },
  )
}
