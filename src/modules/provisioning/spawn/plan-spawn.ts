import { err, type Result } from 'neverthrow'
import type { FreeForm } from '../../../client/collections/field-schemas.js'
import { isSecretKey, redactText } from '../../../errors/redaction.js'
import { findNode } from '../../../operations/locate-node.js'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import { provisioningStatus, type ProvisioningStatus } from '../../../operations/node-status.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { checkRootVolume } from '../../deployment/check-root-volume.js'
import { isMadeFromVifs, deploymentConfigDrive } from '../../deployment/deployment-config-drive.js'
import { instanceInfo } from '../../deployment/instance-info.js'
import { reservePatch } from '../claim/reserve-node.js'
import type { PlanError } from '../errors/provisioning-errors.js'
import { checkSupport } from './check-support.js'
import { spawnAction, type SpawnAction } from './spawn-action.js'
import type { CheckedSpawnRequest } from './spawn-request.js'

/** Plans a spawn on the node as it is now. */
export async function planSpawn(
  context: ModuleContext,
  request: CheckedSpawnRequest,
  { signal }: AskOptions,
): Promise<Result<SpawnPlan, PlanError>> {
  const supported = await checkSupport(context, request, { signal })
  if (supported.isErr()) return err(supported.error)
  const drive = await deploymentConfigDrive(context, request, supported.value)
  if (drive.isErr()) return err(drive.error)
  const node = await findNode(context, request.node, { also: ['instance_info'], signal })
  if (node.isErr()) return err(node.error)
  const planned = spawnAction(node.value, request.instance.id)
  if (planned.isOk() && planned.value === 'deploy') {
    const bootable = await checkRootVolume(context, node.value, request.image, { signal })
    if (bootable.isErr()) return err(bootable.error)
  }
  return planned.map((action) => ({
    action,
    node: provisioningStatus(node.value),
    requests: action === 'deploy' ? deployRequests(request, node.value) : [],
  }))
}

function deployRequests(request: CheckedSpawnRequest, found: WatchedNode): readonly PlannedRequest[] {
  const { uuid: node } = found
  const { vifs = [], configDrive, deploySteps } = request
  const path = `/v1/nodes/${node}`
  return [
    {
      method: 'PATCH',
      path,
      body: shown(reservePatch(found, request.instance.id, shownFields(instanceInfo(request)))),
    },
    ...vifs.flatMap(({ id, port, portGroup }): readonly PlannedRequest[] => [
      ...(port === undefined && portGroup === undefined ? [] : portQueries(node)),
      {
        method: 'POST',
        path: `${path}/vifs`,
        body: shown({ id, port_uuid: port, portgroup_uuid: portGroup }),
      },
    ]),
    ...(isMadeFromVifs(configDrive) ? portQueries(node) : []),
    { method: 'GET', path: `${path}/validate` },
    {
      method: 'PUT',
      path: `${path}/states/provision`,
      body: shown({
        target: 'active',
        configdrive: configDrive,
        deploy_steps: deploySteps,
      }),
    },
  ]
}

/** The queries for network data. Port groups are queried only if a VIF is not on a port. */
function portQueries(node: string): readonly PlannedRequest[] {
  return ['ports', 'portgroups'].map((what) => ({ method: 'GET', path: `/v1/${what}/detail?node=${node}` }))
}

/** Returns a copy to show, without secrets and absent fields. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(shown)
  return typeof value === 'object' && value !== null ? shownFields(value) : value
}

function shownFields(fields: object): FreeForm {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, inner]: [string, unknown]): [string, unknown][] =>
      inner === undefined ? [] : [[key, isSecretKey(key) ? '***' : shown(inner)]],
    ),
  )
}

/** What a spawn would do now. */
export interface SpawnPlan {
  readonly action: SpawnAction
  /** The named node, or the node of the instance, or else one of the nodes that fit. */
  readonly node: ProvisioningStatus
  /** How many free nodes fit, if the request names none and the instance has none. */
  readonly fitting?: number
  /** The requests that would be sent from here on, in order, without secrets. Empty unless `action` is `deploy`. */
  readonly requests: readonly PlannedRequest[]
}

/** A request that a spawn would send. */
export interface PlannedRequest {
  readonly method: 'PATCH' | 'POST' | 'GET' | 'PUT'
  readonly path: string
  readonly body?: unknown
}
