import { ok, type Result } from 'neverthrow'
import { isSecretKey, redactText } from '../../errors/redaction.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { NodeNotReadyError } from '../module-errors.js'
import { configDriveValue } from './config-drive.js'
import { instanceInfo } from './instance-info.js'
import type { NodeTakenError } from './provisioning-errors.js'
import type { PlannedRequest, SpawnPlan } from './provisioning-module.js'
import { provisioningStatus } from './provisioning-status.js'
import { reservePatch } from './reserve-node.js'
import { spawnAction } from './spawn-plan.js'
import type { SpawnRequest } from './spawn-request.js'

/** What a spawn would do with a node as it is now. */
export function planSpawn(
  request: SpawnRequest,
  node: WatchedNode,
): Result<SpawnPlan, NodeNotReadyError | NodeTakenError> {
  return spawnAction(node, request.instance.id).andThen((action) =>
    ok({
      action,
      node: provisioningStatus(node),
      requests: action === 'deploy' ? deployRequests(request, node.uuid) : [],
    }),
  )
}

function deployRequests(request: SpawnRequest, node: string): readonly PlannedRequest[] {
  const { vifs = [], configDrive, deploySteps } = request
  const path = `/v1/nodes/${node}`
  return [
    { method: 'PATCH', path, body: shown(reservePatch(request.instance.id, instanceInfo(request))) },
    ...vifs.map(({ id, port, portGroup }): PlannedRequest => ({
      method: 'POST',
      path: `${path}/vifs`,
      body: shown({ id, port_uuid: port, portgroup_uuid: portGroup }),
    })),
    { method: 'GET', path: `${path}/validate` },
    {
      method: 'PUT',
      path: `${path}/states/provision`,
      body: shown({
        target: 'active',
        configdrive: configDrive === undefined ? undefined : configDriveValue(configDrive),
        deploy_steps: deploySteps,
      }),
    },
  ]
}

/** A copy for people: secrets removed, absent fields left out. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(shown)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] =>
      inner === undefined ? [] : [[key, isSecretKey(key) ? '***' : shown(inner)]],
    ),
  )
}
