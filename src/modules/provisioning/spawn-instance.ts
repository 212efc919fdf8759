import { err, ok, type Result } from 'neverthrow'
import { PROVISION_VERBS } from '../../states/provision-verbs.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { findNode } from '../locate-node.js'
import type { ModuleContext } from '../module-context.js'
import { NodeNotReadyError } from '../module-errors.js'
import { attachVif } from '../networking/attach-vif.js'
import { checkSupport } from './check-support.js'
import { instanceInfo } from './instance-info.js'
import type { SpawnFailure } from './provisioning-errors.js'
import { requestVerb, type VerbRequest } from './request-verb.js'
import { reserveNode } from './reserve-node.js'
import { spawnAction } from './spawn-plan.js'
import type { CheckedSpawnRequest } from './spawn-request.js'
import type { SpawnTrace } from './undo-spawn.js'
import { validateNode } from './validate-node.js'
import { waitUntilActive } from './wait-until-active.js'
import type { LongWork } from './watch-node.js'

export interface Spawn extends LongWork {
  readonly request: CheckedSpawnRequest
  /** `asked`: return when Ironic has taken the deployment. `active`: when the instance is there. */
  readonly until: 'asked' | 'active'
}

/** How an instance came to be there: by this call, by one that was under way, or it was there already. */
export type SpawnOutcome = 'deployed' | 'joined' | 'was_active'

export interface Spawned {
  readonly node: WatchedNode
  readonly outcome: SpawnOutcome
}

type Step<T> = Promise<Result<T, SpawnFailure>>

/** What is read of the node beside the usual, to be put back if the spawn fails. */
const TO_RESTORE = ['instance_info', 'instance_name'] as const

/**
 * Spawns an instance: looks at the node, and then deploys it, joins a deployment that is under way, or finds it
 * done. Whatever it changes it notes in `trace` before it asks for the change.
 */
export async function spawnInstance(context: ModuleContext, work: Spawn, trace: SpawnTrace): Step<Spawned> {
  const { request, signal } = work
  const supported = await checkSupport(context, request, { signal })
  if (supported.isErr()) return err(supported.error)
  const found = await findNode(context, request.node, { also: TO_RESTORE, signal })
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
      return asked.isErr() ? err(asked.error) : arrival(context, work, asked.value, 'deployed')
    }
  }
}

/** Reserve first, then wire, validate and ask: each step only once the one before it stands. */
async function deploy(
  context: ModuleContext,
  work: Spawn,
  found: WatchedNode,
  trace: SpawnTrace,
): Step<WatchedNode> {
  const { request, signal } = work
  const instance = request.instance.id
  trace.reserveAsked = true
  const reserved = await reserveNode(context, found.uuid, instance, instanceInfo(request), { signal })
  if (reserved.isErr()) return err(reserved.error)
  const node = reserved.value
  // Between the first look and the reservation, somebody may have begun something else with the node.
  if (node.provision_state !== found.provision_state || node.maintenance)
    return err(changedMeanwhile(node, instance))

  const wired = await wire(context, work, found, trace)
  if (wired.isErr()) return err(wired.error)

  const valid = await validateNode(context, node.uuid, { signal })
  if (valid.isErr()) return err(valid.error)

  trace.deployAsked = true
  const sent = await requestVerb(context, deployRequest(work, node), { signal })
  trace.deployTaken = sent.isOk()
  // A refusal for good proves that no deployment was begun by this call.
  if (sent.isErr() && (sent.error.kind === 'rejected_request' || sent.error.kind === 'state_refused'))
    trace.deployAsked = false
  return sent.map(() => node)
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

function deployRequest({ request, deadlineAt }: Spawn, node: WatchedNode): VerbRequest {
  const via: readonly string[] = PROVISION_VERBS.active.via
  return {
    node: node.uuid,
    request: { target: 'active', configdrive: request.configDrive, deploy_steps: request.deploySteps },
    lockedForMs: 120_000,
    deadlineAt,
    taken: (seen) =>
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
  const active = await waitUntilActive(context, node, { ...work, instance: work.request.instance.id })
  return active.map((seen) => ({ node: seen, outcome }))
}

function changedMeanwhile(node: WatchedNode, instance: string): NodeNotReadyError {
  const { uuid, provision_state: provisionState, maintenance } = node
  const now = maintenance ? 'is in maintenance' : `is in state "${provisionState}"`
  return new NodeNotReadyError(
    `Node ${uuid} has changed while it was being reserved: it ${now}. Take another node.`,
    'try_other_node',
    { node: uuid, instance, provisionState },
  )
}
