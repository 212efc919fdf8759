import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import { provisionStateFacts } from '../../states/provision-states.js'
import { checkedInput } from '../checked-input.js'
import { askOptions, target as targetSchema, waitOptions } from '../input-schemas.js'
import { locateNode } from '../locate-node.js'
import type { AskOptions, ModuleContext, WaitOptions } from '../module-context.js'
import { NodeNotReadyError } from '../module-errors.js'
import { runOperation } from '../run-operation.js'
import { destroyInstance, waitUntilGone } from './destroy-instance.js'
import { planSpawn } from './plan-spawn.js'
import {
  UndoIncompleteError,
  type ReleaseError,
  type ReserveError,
  type SpawnError,
} from './provisioning-errors.js'
import { destroyOptions, instanceOnNode, spawnOptions } from './provisioning-input.js'
import type { Instance, ProvisioningModule, ProvisioningStatus, SpawnOptions } from './provisioning-module.js'
import { provisioningStatus } from './provisioning-status.js'
import { reserveNode } from './reserve-node.js'
import { spawnInstance, waitUntilActive, type Spawn } from './spawn-instance.js'
import { spawnAction } from './spawn-plan.js'
import { spawnRequest, type SpawnRequest } from './spawn-request.js'
import { canBeUndone, emptyTrace, undoSpawn, type SpawnTrace } from './undo-spawn.js'
import { unlinkInstance } from './unlink-instance.js'

const MINUTE = 60_000
const SPAWN_DEADLINE_MS = 60 * MINUTE
const DESTROY_DEADLINE_MS = 30 * MINUTE
const UNDO_DEADLINE_MS = 15 * MINUTE

/** Builds the provisioning module alone; a driver has it as `driver.provisioning`. */
export function createProvisioningModule(context: ModuleContext): ProvisioningModule {
  return {
    plan: (request, options = {}) =>
      runOperation('provisioning.plan', async () => {
        const input = both(checkedInput(spawnRequest, request), checkedInput(askOptions, options, 'options'))
        if (input.isErr()) return err(input.error)
        const [checked, { signal }] = input.value
        const node = await locateNode(context, { node: checked.node }, { signal })
        return node.andThen((found) => planSpawn(checked, found))
      }),

    reserve: (request, options = {}) =>
      runOperation<ProvisioningStatus, ReserveError>('provisioning.reserve', async () => {
        const input = both(
          checkedInput(instanceOnNode, request),
          checkedInput(askOptions, options, 'options'),
        )
        if (input.isErr()) return err(input.error)
        const [{ instance, node }, { signal }] = input.value
        const found = await locateNode(context, { node }, { signal })
        if (found.isErr()) return err(found.error)
        if (found.value.instance_uuid === instance) return ok(provisioningStatus(found.value))
        const action = spawnAction(found.value, instance)
        if (action.isErr()) return err(action.error)
        const reserved = await reserveNode(context, found.value.uuid, instance, undefined, { signal })
        return reserved.map(() => provisioningStatus({ ...found.value, instance_uuid: instance }))
      }),

    release: (request, options = {}) =>
      runOperation<ProvisioningStatus, ReleaseError>('provisioning.release', async () => {
        const input = both(
          checkedInput(instanceOnNode, request),
          checkedInput(askOptions, options, 'options'),
        )
        if (input.isErr()) return err(input.error)
        const [{ instance, node }, { signal }] = input.value
        const found = await locateNode(context, { node }, { signal })
        if (found.isErr()) return err(found.error)
        const { provision_state: state, uuid, instance_uuid } = found.value
        if (instance_uuid !== instance) return ok(provisioningStatus(found.value))
        if (provisionStateFacts(state)?.occupied !== false)
          return err(
            new NodeNotReadyError(
              `Node ${uuid} is in state "${state}": the instance may be on its disk. Call destroy.`,
              'fix_request',
              { node: uuid, instance, provisionState: state },
            ),
          )
        const unlinked = await unlinkInstance(context, found.value, { signal })
        return unlinked.map(() => provisioningStatus({ ...found.value, instance_uuid: null }))
      }),

    spawn: (request, options = {}) => spawn('provisioning.spawn', request, options, 'active'),
    requestSpawn: (request, options = {}) => spawn('provisioning.requestSpawn', request, options, 'asked'),

    waitForSpawn: (target, options = {}) =>
      runOperation<ProvisioningStatus, SpawnError>('provisioning.waitForSpawn', async () => {
        const input = both(
          checkedInput(targetSchema, target, 'target'),
          checkedInput(waitOptions, options, 'options'),
        )
        if (input.isErr()) return err(input.error)
        const [checked, waiting] = input.value
        const found = await locateNode(context, checked, { signal: waiting.signal })
        if (found.isErr()) return err(found.error)
        const instance = checked.instance ?? found.value.instance_uuid ?? ''
        const waited = await waitUntilActive(
          context,
          found.value,
          instance,
          during('provisioning.waitForSpawn', waiting, SPAWN_DEADLINE_MS),
        )
        return waited.map(provisioningStatus)
      }),

    destroy: (target, options = {}) =>
      runOperation('provisioning.destroy', async () => {
        const input = both(
          checkedInput(targetSchema, target, 'target'),
          checkedInput(destroyOptions, options, 'options'),
        )
        if (input.isErr()) return err(input.error)
        const [checked, { until = 'gone', ...waiting }] = input.value
        return destroyInstance(context, {
          ...during('provisioning.destroy', waiting, DESTROY_DEADLINE_MS),
          target: checked,
          until,
        })
      }),

    requestDestroy: (target, options = {}) =>
      runOperation('provisioning.requestDestroy', async () => {
        const input = both(
          checkedInput(targetSchema, target, 'target'),
          checkedInput(waitOptions, options, 'options'),
        )
        if (input.isErr()) return err(input.error)
        const [checked, waiting] = input.value
        return destroyInstance(context, {
          ...during('provisioning.requestDestroy', waiting, DESTROY_DEADLINE_MS),
          target: checked,
          until: 'asked',
        })
      }),

    waitForDestroy: (target, options = {}) =>
      runOperation('provisioning.waitForDestroy', async () => {
        const input = both(
          checkedInput(instanceOnNode, target, 'target'),
          checkedInput(waitOptions, options, 'options'),
        )
        if (input.isErr()) return err(input.error)
        const [checked, waiting] = input.value
        return waitUntilGone(context, {
          ...during('provisioning.waitForDestroy', waiting, DESTROY_DEADLINE_MS),
          target: checked,
          until: 'gone',
        })
      }),

    status: (target, options = {}) =>
      runOperation('provisioning.status', async () => {
        const input = both(
          checkedInput(targetSchema, target, 'target'),
          checkedInput(askOptions, options, 'options'),
        )
        if (input.isErr()) return err(input.error)
        const [checked, { signal }] = input.value
        const found = await locateNode(context, checked, { signal })
        return found.map(provisioningStatus)
      }),
  }

  function during(operation: string, options: WaitOptions, defaultMs: number) {
    const { signal, onProgress, deadlineMs = defaultMs } = options
    return { operation, signal, onProgress, deadlineAt: context.clock.now() + deadlineMs }
  }

  function spawn(
    operation: string,
    request: SpawnRequest,
    options: SpawnOptions,
    until: Spawn['until'],
  ): ResultAsync<Instance, SpawnError> {
    return runOperation(operation, async () => {
      const input = both(checkedInput(spawnRequest, request), checkedInput(spawnOptions, options, 'options'))
      if (input.isErr()) return err(input.error)
      const [checked, waiting] = input.value
      const trace = emptyTrace()
      const work = { ...during(operation, waiting, SPAWN_DEADLINE_MS), request: checked, until }
      const spawned = await spawnInstance(context, work, trace)
      if (spawned.isErr()) {
        const located = { node: trace.found?.uuid ?? checked.node, instance: checked.instance.id }
        return err((await undone(work, trace, spawned.error, waiting)).within(located))
      }
      const { node, outcome } = spawned.value
      return ok({ ...provisioningStatus(node), instance: checked.instance.id, outcome })
    })
  }

  /** The failure itself when everything could be undone, or nothing was to be. */
  async function undone(
    work: Spawn,
    trace: SpawnTrace,
    failure: SpawnError,
    { onFailure = 'undo', onAbort = 'undo', undoDeadlineMs = UNDO_DEADLINE_MS }: SpawnOptions,
  ): Promise<SpawnError> {
    const wanted = failure.kind === 'aborted' ? onAbort : onFailure
    if (wanted === 'keep' || !canBeUndone(failure.kind) || trace.found === undefined) return failure
    const remains = await undoSpawn(context, trace, {
      operation: work.operation,
      instance: work.request.instance.id,
      deadlineAt: context.clock.now() + undoDeadlineMs,
      onProgress: work.onProgress,
    })
    return remains.length === 0
      ? failure
      : new UndoIncompleteError(failure, { node: trace.found.uuid, remains })
  }
}

function both<One, Other>(
  one: Result<One, InvalidInputError>,
  other: Result<Other, InvalidInputError>,
): Result<[One, Other], InvalidInputError> {
  return one.andThen((first) =>
    other.andThen((second) => ok<[One, Other], InvalidInputError>([first, second])),
  )
}
