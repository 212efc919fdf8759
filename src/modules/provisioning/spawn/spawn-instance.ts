import { err, ok, type Result } from 'neverthrow'
import { findNode } from '../../../operations/locate-node.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { NodeNotReadyError } from '../../../operations/node-errors.js'
import type { CallScope } from '../../../operations/run-operation.js'
import { sendProvisionVerb } from '../../../operations/send-provision-verb.js'
import { waitForState, watchNode } from '../../../operations/watch-node.js'
import { isAvailable } from '../../../states/observed-node.js'
import { sameId } from '../../../states/same-id.js'
import { diverged, reached } from '../../../states/verdict.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { checkRootVolume } from '../../deployment/check-root-volume.js'
import { adviceForDeployment } from '../../deployment/deployment-advice.js'
import {
  deploymentConfigDrive,
  type DeploymentConfigDrive,
} from '../../deployment/deployment-config-drive.js'
import { instanceInfo } from '../../deployment/instance-info.js'
import { validateNode } from '../../deployment/validate-node.js'
import { attachVif } from '../../networking/attach-vif.js'
import { sameVif } from '../../networking/same-vif.js'
import { reserveNode } from '../claim/reserve-node.js'
import { TO_RESTORE, type SpawnTrace } from '../claim/spawn-trace.js'
import { endLeftMaintenance } from '../claim/unlink-maintenance.js'
import type { SpawnFailure } from '../errors/provisioning-errors.js'
import { checkSupport } from './check-support.js'
import { spawnAction, type SpawnAction } from './spawn-action.js'
import type { CheckedSpawnRequest } from './spawn-request.js'

export interface Spawn extends CallScope {
  readonly request: CheckedSpawnRequest
  /** How far to go: until Ironic has accepted the deployment (`asked`), or until the instance is active. */
  readonly upTo: 'asked' | 'active'
  /** The node as just read, with the fields to restore; absent if it is still to be read. */
  readonly found?: WatchedNode | undefined
  /**
   * Set if the node was picked and reserved for the instance: `made` by this call, `found` if by an earlier
   * one. The spawn owns such a reservation and releases it on failure.
   */
  readonly claim?: 'made' | 'found' | undefined
}

/** How the instance got onto its node: deployed by this call, joined under way, or already there. */
export type SpawnOutcome = 'deployed' | 'joined' | 'was_there'

export interface Spawned {
  readonly node: WatchedNode
  readonly outcome: SpawnOutcome
}

type Step<T> = Promise<Result<T, SpawnFailure>>

/**
 * Spawns an instance: reads the node, then deploys it, joins a deployment that is under way, or finds it done.
 * Notes each change in `trace` before it requests it.
 */
export async function spawnInstance(context: ModuleContext, work: Spawn, trace: SpawnTrace): Step<Spawned> {
  const { request, signal } = work
  const supported = await checkSupport(context, request, { signal })
  if (supported.isErr()) return err(supported.error)
  const drive = await deploymentConfigDrive(context, request, supported.value)
  if (drive.isErr()) return err(drive.error)
  const found = await (work.found === undefined
    ? findNode(context, request.node, { also: TO_RESTORE, signal })
    : ok(work.found))
  if (found.isErr()) return err(found.error)
  const freed = await endLeftMaintenance(context, found.value, request.instance.id, {
    signal,
    deadlineAt: work.deadlineAt,
  })
  if (freed.isErr()) return err(freed.error)
  const node = freed.value
  if (isClaimed(work, node)) {
    trace.found = beforeClaim(work, node)
    trace.reserveAsked = true
    trace.isAllocated = true
  }
  const action = spawnAction(node, request.instance.id)
  if (action.isErr()) return err(action.error)

  trace.found ??= node
  if (action.value !== 'deploy') return joinOrFind(context, work, node, action.value, trace)

  const bootable = await checkRootVolume(context, node, request.image, { signal })
  if (bootable.isErr()) return err(bootable.error)
  const reserved = await reserve(context, work, trace.found, trace)
  if (reserved.isErr()) return err(reserved.error)
  const [mine, next] = reserved.value
  if (next !== 'deploy') return joinOrFind(context, work, mine, next, trace)
  const asked = await deploy(context, { ...work, drive: drive.value }, mine, trace)
  return asked.isErr() ? err(asked.error) : arrival(context, work, mine, 'deployed')
}

/** Handles a node on which the instance is already active or being deployed. */
function joinOrFind(
  context: ModuleContext,
  work: Spawn,
  node: WatchedNode,
  action: 'join' | 'done',
  trace: SpawnTrace,
): Step<Spawned> {
  if (action === 'done') return Promise.resolve(ok({ node, outcome: 'was_there' }))
  trace.deployAsked = true
  return arrival(context, work, node, 'joined')
}

/** Returns whether the spawn owns the reservation and nothing has started on the node. */
function isClaimed({ claim, request }: Spawn, node: WatchedNode): boolean {
  const isOurs = claim !== undefined && sameId(node.instance_uuid, request.instance.id)
  return isOurs && isAvailable(node)
}

/** Returns the node as it was before it was reserved. An allocation writes its traits into `instance_info`. */
function beforeClaim({ claim }: Spawn, node: WatchedNode): WatchedNode {
  const { traits: _, ...info } = node.instance_info ?? {}
  return { ...node, instance_uuid: null, instance_info: claim === 'made' ? info : {} }
}

/** Reserves the node and returns what to do next: the node may have changed since it was read. */
async function reserve(
  context: ModuleContext,
  { request, signal }: Spawn,
  found: WatchedNode,
  trace: SpawnTrace,
): Step<readonly [WatchedNode, SpawnAction]> {
  const instance = request.instance.id
  const wasAsked = trace.reserveAsked
  trace.reserveAsked = true
  const reserved = await reserveNode(context, found, instance, instanceInfo(request), { signal })
  if (reserved.isErr()) {
    if (isWonByOthers(reserved.error)) trace.reserveAsked = wasAsked
    return err(reserved.error)
  }
  const node = reserved.value
  if (node.provision_state === found.provision_state && !node.maintenance) return ok([node, 'deploy'])
  const action = spawnAction(node, instance)
  if (action.isErr() || action.value === 'deploy') return err(changedMeanwhile(node, instance))
  return ok([node, action.value])
}

/**
 * Returns whether another client's change caused the refusal, so that nothing on the node belongs to this
 * spawn.
 */
function isWonByOthers({ kind }: SpawnFailure): boolean {
  return WON_BY_OTHERS.includes(kind)
}

const WON_BY_OTHERS: readonly SpawnFailure['kind'][] = [
  'node_taken',
  'instance_associated',
  'node_not_ready',
  'node_locked',
]

/** Attaches the VIFs, validates and deploys. Each step starts only after the one before it succeeded. */
async function deploy(
  context: ModuleContext,
  work: Spawn & { readonly drive: DeploymentConfigDrive },
  node: WatchedNode,
  trace: SpawnTrace,
): Step<void> {
  const { signal, drive, request } = work
  const attached = await attachVifs(context, work, trace.found ?? node, trace)
  if (attached.isErr()) return err(attached.error)

  const configdrive = await drive.complete(node.uuid, { signal })
  if (configdrive.isErr()) return err(configdrive.error)

  const valid = await validateNode(context, node.uuid, { signal })
  if (valid.isErr()) return err(valid.error)

  trace.deployAsked = true
  const verb = {
    target: 'active',
    configdrive: configdrive.value,
    deploy_steps: request.deploySteps,
  } as const
  const sent = await sendProvisionVerb(context, { found: node, request: verb }, work)
  // A permanent refusal proves that this call has started no deployment.
  if (sent.isErr() && isRefusedForGood(sent.error)) trace.deployAsked = false
  return sent
}

function isRefusedForGood({ kind }: SpawnFailure): boolean {
  return REFUSED_FOR_GOOD.includes(kind)
}

const REFUSED_FOR_GOOD: readonly SpawnFailure['kind'][] = [
  'rejected_request',
  'state_refused',
  'node_in_maintenance',
  'forbidden',
]

/**
 * Attaches the VIFs. If the node already was the instance's, lists the attached ones first, since Ironic writes
 * each refused attempt into the node's `last_error`.
 */
async function attachVifs(
  context: ModuleContext,
  work: Spawn,
  node: WatchedNode,
  trace: SpawnTrace,
): Step<void> {
  const { signal, request, claim } = work
  const { vifs = [], instance } = request
  const there: string[] = []
  if (vifs.length > 0 && (sameId(node.instance_uuid, instance.id) || claim === 'found')) {
    const listed = await context.client.nodeVifs.list(node.uuid, { signal })
    if (listed.isErr()) return err(listed.error)
    there.push(...listed.value.map(({ id }) => id))
    // A spawn that owns the reservation also owns the VIFs attached under it.
    if (claim === 'found') trace.vifsAsked.push(...there)
    else trace.vifsFound.push(...there)
  }
  for (const vif of vifs.filter(({ id }) => !there.some((other) => sameVif(other, id)))) {
    trace.vifsAsked.push(vif.id)
    const attached = await attachVif(context, node.uuid, vif, { signal })
    if (attached.isErr()) return err(attached.error)
    if (attached.value === 'was_there') trace.vifsFound.push(vif.id)
  }
  return ok(undefined)
}

async function arrival(
  context: ModuleContext,
  work: Spawn,
  node: WatchedNode,
  outcome: SpawnOutcome,
): Step<Spawned> {
  if (work.upTo === 'asked')
    return outcome === 'deployed' ? stillLinked(context, work, node) : ok({ node, outcome })
  const call = { ...work, instance: work.request.instance.id }
  const active = await waitForState(context, node, 'active', call, adviceForDeployment)
  return active.map((seen) => ({ node: seen, outcome }))
}

/**
 * Checks that the instance is still on the node: another client may have removed it right before the
 * deployment.
 */
async function stillLinked(context: ModuleContext, work: Spawn, node: WatchedNode): Step<Spawned> {
  const instance = work.request.instance.id
  const seen = await watchNode(context, node, work, {
    goal: 'the node to show the deployment of the instance',
    judge: (now) =>
      sameId(now.instance_uuid, instance) ? reached : diverged('the instance is no longer on the node'),
  })
  return seen.map((now) => ({ node: now, outcome: 'deployed' }))
}

function changedMeanwhile(node: WatchedNode, instance: string): NodeNotReadyError {
  const { uuid, provision_state: provisionState, maintenance } = node
  const now = maintenance ? 'is in maintenance' : `is in state "${provisionState}"`
  return new NodeNotReadyError(
    `Node ${uuid} changed while it was being reserved: it ${now}. Take another node.`,
    'try_other_node',
    { node: uuid, instance, provisionState },
  )
}
