import { ok, type Result } from 'neverthrow'
import { runBulk } from '../../../operations/bulk-run.js'
import { checkedInput } from '../../../operations/checked-input.js'
import type { NodeTarget } from '../../../operations/input-schemas.js'
import type { ModuleContext, WaitOptions } from '../../../operations/module-context.js'
import { provisioningStatus } from '../../../operations/node-status.js'
import { runOperation, withDeadline, type CallScope } from '../../../operations/run-operation.js'
import { waitForState } from '../../../operations/watch-node.js'
import { workOnNode } from '../../../operations/work-on-node.js'
import { adviceForDeployment } from '../../deployment/deployment-advice.js'
import type { NodePicker } from '../claim/claim-node.js'
import type { SpawnError } from '../errors/provisioning-errors.js'
import type { Spawn } from './spawn-instance.js'
import { spawnOnPickedNode } from './spawn-on-picked-node.js'
import {
  spawnAllOptions,
  spawnOptions,
  type SpawnedInstance,
  type SpawnAllOptions,
  type SpawnOptions,
} from './spawn-options.js'
import { spawnOrUndo } from './spawn-or-undo.js'
import { spawnRequest, spawnRequests, type SpawnRequest, type WantedSpawn } from './spawn-request.js'

const DEADLINE_MS = 60 * 60_000

/**
 * Creates the spawn verbs. Unlike other verbs that wait, a spawn may start without a node, and is undone on
 * failure.
 */
export function createSpawnVerbs(context: ModuleContext, picker: NodePicker) {
  return {
    spawn: (request: SpawnRequest, options: SpawnOptions = {}) =>
      spawnOne('provisioning.spawn', request, options, 'active'),

    requestSpawn: (request: SpawnRequest, options: SpawnOptions = {}) =>
      spawnOne('provisioning.requestSpawn', request, options, 'asked'),

    waitForSpawn: (target: NodeTarget, options: WaitOptions = {}) =>
      workOnNode(
        context,
        { operation: 'provisioning.waitForSpawn', target, options, deadlineMs: DEADLINE_MS },
        async (node, work) => {
          const active = await waitForState(context, node, 'active', work, adviceForDeployment)
          return active.map(provisioningStatus)
        },
      ),

    spawnAll: (requests: readonly SpawnRequest[], options: SpawnAllOptions = {}) =>
      runOperation(
        context,
        { operation: 'provisioning.spawnAll' },
        checkedInput(spawnRequests, requests, 'requests'),
        checkedInput(spawnAllOptions, options, 'options'),
        async (items, given) => {
          const work = (wanted: WantedSpawn) =>
            withDeadline(context, given.deadlineMs ?? DEADLINE_MS, given, (scope) =>
              spawn(wanted, scope, 'active'),
            )
          return ok(await runBulk({ ...given, items, subjectOf: ({ instance }) => instance.id, work }))
        },
      ),
  }

  function spawnOne(operation: string, request: SpawnRequest, options: SpawnOptions, upTo: Spawn['upTo']) {
    return runOperation(
      context,
      { operation, deadlineMs: DEADLINE_MS },
      checkedInput(spawnRequest, request),
      checkedInput(spawnOptions, options, 'options'),
      (wanted, scope) => spawn(wanted, scope, upTo),
    )
  }

  function spawn(
    { node, ...wanted }: WantedSpawn,
    scope: CallScope & SpawnOptions,
    upTo: Spawn['upTo'],
  ): Promise<Result<SpawnedInstance, SpawnError>> {
    return typeof node === 'string'
      ? spawnOrUndo(context, { ...scope, upTo, request: { ...wanted, node } }, scope)
      : spawnOnPickedNode(context, picker, { ...scope, upTo, request: { ...wanted, node } }, scope)
  }
}
