import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { boundedCall } from '../../operations/bounded-call.js'
import { runBulk } from '../../operations/bulk-run.js'
import { checkedInput } from '../../operations/checked-input.js'
import { checkedOperation } from '../../operations/checked-operation.js'
import {
  askOptions,
  target as targetSchema,
  waitOptions,
  type Target,
} from '../../operations/input-schemas.js'
import { locateNode } from '../../operations/locate-node.js'
import type { AskOptions, ModuleContext, WaitOptions } from '../../operations/module-context.js'
import { provisioningStatus, type ProvisioningStatus } from '../../operations/node-status.js'
import { AllocationWait } from '../allocations/allocation-wait.js'
import { waitUntilActive } from '../deployment/wait-until-active.js'
import { NodeChoice } from './claim/choose-node.js'
import type { NodePicker } from './claim/claim-node.js'
import { destroyInstance, waitUntilGone } from './destroy/destroy-instance.js'
import type { ReserveAnyError, SpawnError, WaitForSpawnError } from './errors/provisioning-errors.js'
import {
  destroyAllOptions,
  destroyOptions,
  instanceOnNode,
  instanceOnWantedNode,
  spawnAllOptions,
  spawnOptions,
  spawnRequests,
  targets as targetsSchema,
} from './provisioning-input.js'
import type { ProvisioningModule } from './provisioning-module.js'
import { releaseNode } from './reserve/release-node.js'
import { reserveNamedNode } from './reserve/reserve-named-node.js'
import { reservePickedNode } from './reserve/reserve-picked-node.js'
import { planOnPickedNode } from './spawn/plan-on-picked-node.js'
import { planSpawn } from './spawn/plan-spawn.js'
import type { Spawn } from './spawn/spawn-instance.js'
import { spawnOnPickedNode } from './spawn/spawn-on-picked-node.js'
import type { Instance, SpawnOptions } from './spawn/spawn-options.js'
import { spawnOrUndo } from './spawn/spawn-or-undo.js'
import { spawnRequest, type SpawnRequest, type WantedSpawn } from './spawn/spawn-request.js'

const SPAWN_DEADLINE_MS = 60 * 60_000
const DESTROY_DEADLINE_MS = 30 * 60_000

/** Builds the provisioning module alone; a driver has it as `driver.provisioning`. */
export function createProvisioningModule(context: ModuleContext): ProvisioningModule {
  const targeted = (target: Target) => checkedInput(targetSchema, target, 'target')
  const asking = (options: AskOptions) => checkedInput(askOptions, options, 'options')
  const waiting = (options: WaitOptions) => checkedInput(waitOptions, options, 'options')
  const picker: NodePicker = { choice: new NodeChoice(context), allocations: new AllocationWait(context) }

  return {
    plan: (request, options = {}) =>
      checkedOperation(
        'provisioning.plan',
        checkedInput(spawnRequest, request),
        asking(options),
        ({ node, ...wanted }, call) =>
          typeof node === 'string'
            ? planSpawn(context, { ...wanted, node }, call)
            : planOnPickedNode(context, picker, { ...wanted, node }, call),
      ),

    reserve: (request, options = {}) =>
      checkedOperation(
        'provisioning.reserve',
        checkedInput(instanceOnWantedNode, request),
        asking(options),
        ({ instance, node }, call): Promise<Result<ProvisioningStatus, ReserveAnyError>> =>
          typeof node === 'string'
            ? reserveNamedNode(context, { instance, node }, call)
            : reservePickedNode(context, picker, { instance, node }, call),
      ),

    release: (request, options = {}) =>
      checkedOperation(
        'provisioning.release',
        checkedInput(instanceOnNode, request),
        asking(options),
        (wanted, call) => releaseNode(context, wanted, call),
      ),

    spawn: (request, options = {}) => spawn('provisioning.spawn', request, options, 'active'),
    requestSpawn: (request, options = {}) => spawn('provisioning.requestSpawn', request, options, 'asked'),

    waitForSpawn: (target, options = {}) =>
      checkedOperation(
        'provisioning.waitForSpawn',
        targeted(target),
        waiting(options),
        (wanted, given): Promise<Result<ProvisioningStatus, WaitForSpawnError>> => {
          const work = during('provisioning.waitForSpawn', given, SPAWN_DEADLINE_MS)
          return boundedCall(work, async (signal) => {
            const found = await locateNode(context, wanted, { signal })
            if (found.isErr()) return err(found.error)
            const instance = wanted.instance ?? found.value.instance_uuid ?? undefined
            const waited = await waitUntilActive(context, found.value, { ...work, signal, instance })
            return waited.map(provisioningStatus)
          })
        },
      ),

    destroy: (target, options = {}) =>
      checkedOperation(
        'provisioning.destroy',
        targeted(target),
        checkedInput(destroyOptions, options, 'options'),
        (wanted, { until = 'gone', ...given }) => {
          const work = during('provisioning.destroy', given, DESTROY_DEADLINE_MS)
          return boundedCall(work, (signal) =>
            destroyInstance(context, { ...work, signal, target: wanted, until }),
          )
        },
      ),

    requestDestroy: (target, options = {}) =>
      checkedOperation('provisioning.requestDestroy', targeted(target), waiting(options), (wanted, given) => {
        const work = during('provisioning.requestDestroy', given, DESTROY_DEADLINE_MS)
        return boundedCall(work, (signal) =>
          destroyInstance(context, { ...work, signal, target: wanted, until: 'asked' }),
        )
      }),

    waitForDestroy: (target, options = {}) =>
      checkedOperation(
        'provisioning.waitForDestroy',
        checkedInput(instanceOnNode, target, 'target'),
        waiting(options),
        (wanted, given) => {
          const work = during('provisioning.waitForDestroy', given, DESTROY_DEADLINE_MS)
          return boundedCall(work, (signal) => waitUntilGone(context, wanted, { ...work, signal }))
        },
      ),

    spawnAll: (requests, options = {}) =>
      checkedOperation(
        'provisioning.spawnAll',
        checkedInput(spawnRequests, requests, 'requests'),
        checkedInput(spawnAllOptions, options, 'options'),
        async (items, { concurrency, afterFailure, drain, onOutcome, ...given }) =>
          ok(
            await runBulk({
              items,
              subjectOf: ({ instance }) => instance.id,
              work: (wanted) => spawnOne('provisioning.spawnAll', wanted, given, 'active'),
              signal: given.signal,
              concurrency,
              afterFailure,
              drain,
              onOutcome,
            }),
          ),
      ),

    destroyAll: (targets, options = {}) =>
      checkedOperation(
        'provisioning.destroyAll',
        checkedInput(targetsSchema, targets, 'targets'),
        checkedInput(destroyAllOptions, options, 'options'),
        async (items, { concurrency, afterFailure, drain, onOutcome, until = 'gone', ...given }) =>
          ok(
            await runBulk({
              items,
              subjectOf: (target) => target,
              work: (target) => {
                const work = during('provisioning.destroyAll', given, DESTROY_DEADLINE_MS)
                return boundedCall(work, (signal) =>
                  destroyInstance(context, { ...work, signal, target, until }),
                )
              },
              signal: given.signal,
              concurrency,
              afterFailure,
              drain,
              onOutcome,
            }),
          ),
      ),

    status: (target, options = {}) =>
      checkedOperation(
        'provisioning.status',
        targeted(target),
        asking(options),
        async (wanted, { signal }) => {
          const found = await locateNode(context, wanted, { signal })
          return found.map(provisioningStatus)
        },
      ),
  }

  function spawn(
    operation: string,
    request: SpawnRequest,
    options: SpawnOptions,
    until: Spawn['until'],
  ): ResultAsync<Instance, SpawnError> {
    return checkedOperation(
      operation,
      checkedInput(spawnRequest, request),
      checkedInput(spawnOptions, options, 'options'),
      (wanted, given) => spawnOne(operation, wanted, given, until),
    )
  }

  function spawnOne(
    operation: string,
    { node, ...wanted }: WantedSpawn,
    options: SpawnOptions,
    until: Spawn['until'],
  ): Promise<Result<Instance, SpawnError>> {
    const work = { ...during(operation, options, SPAWN_DEADLINE_MS), until }
    return boundedCall(work, (signal) =>
      typeof node === 'string'
        ? spawnOrUndo(context, { ...work, signal, request: { ...wanted, node } }, options)
        : spawnOnPickedNode(context, picker, { ...work, signal, request: { ...wanted, node } }, options),
    )
  }

  function during(operation: string, options: WaitOptions, defaultMs: number) {
    const { signal, onProgress, deadlineMs = defaultMs } = options
    return { operation, signal, onProgress, deadlineAt: context.clock.now() + deadlineMs }
  }
}
