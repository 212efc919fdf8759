import { okAsync, type ResultAsync, type Result } from 'neverthrow'
import type { BulkReport, BulkError } from '../../operations/bulk-run.js'
import { checkedInput } from '../../operations/checked-input.js'
import { askOptions, instanceOnNode, type NodeTarget } from '../../operations/input-schemas.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { AskOptions, WaitOptions, ModuleContext } from '../../operations/module-context.js'
import { provisioningStatus, type ProvisioningStatus } from '../../operations/node-status.js'
import { runOperation } from '../../operations/run-operation.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { AllocationWait } from '../allocations/allocation-wait.js'
import { NodeChoice } from './claim/choose-node.js'
import type { NodePicker } from './claim/claim-node.js'
import { instanceOnWantedNode, type NodeRequirements } from './claim/node-requirements.js'
import type { DestroyAllOptions, DestroyOptions, DestroyedInstance } from './destroy/destroy-options.js'
import { createDestroyVerbs } from './destroy/destroy-verbs.js'
import type {
  DestroyError,
  PlanError,
  ReleaseError,
  ReserveAnyError,
  SpawnError,
  WaitForSpawnError,
} from './errors/provisioning-errors.js'
import { releaseNode, type ReleasedInstance } from './reserve/release-node.js'
import { reserveNamedNode } from './reserve/reserve-named-node.js'
import { reservePickedNode } from './reserve/reserve-picked-node.js'
import { planOnPickedNode } from './spawn/plan-on-picked-node.js'
import { planSpawn, type SpawnPlan } from './spawn/plan-spawn.js'
import type { SpawnedInstance, SpawnAllOptions, SpawnOptions } from './spawn/spawn-options.js'
import { spawnRequest, type SpawnRequest } from './spawn/spawn-request.js'
import { createSpawnVerbs } from './spawn/spawn-verbs.js'

/**
 * Deploys instances on nodes and tears them down.
 *
 * @example
 * ```ts
 * import type { IronicDriver } from 'ironic-driver'
 *
 * const image = { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` }
 *
 * // The order's id is the id of the instance: a second call, also from another process, joins the first one.
 * export async function fulfil({ provisioning }: IronicDriver, orderId: string): Promise<string> {
 *   const spawned = await provisioning.spawn(
 *     { instance: { id: orderId }, image, node: { resourceClass: 'large' } },
 *     { deadlineMs: 30 * 60_000, onProgress: ({ provision_state, step }) => console.log(provision_state, step) },
 *   )
 *   if (spawned.isErr()) throw spawned.error
 *   return spawned.value.node
 * }
 * ```
 */
export interface ProvisioningModule {
  /**
   * Returns what `spawn` would do, without doing it: the requests it would send, or the error it would fail
   * with. Sends one request, or three where the node is to be picked. Safe to repeat.
   *
   * @fails node_taken when another instance has the node
   * @fails node_not_ready when the node is not available, is in maintenance, or has an unknown power state
   * @fails no_suitable_node when no free node fits
   */
  plan(request: SpawnRequest, options?: AskOptions): ResultAsync<SpawnPlan, PlanError>

  /**
   * Reserves a node for an instance, so that no other client gets it. Safe to repeat: succeeds if the instance
   * already has the node. Sends two requests, or four where the node is picked by its resource class and
   * traits.
   *
   * Where the request asks only for a resource class, traits and candidates, Ironic allocates the node
   * (microversion 1.52). Otherwise the driver reserves one of the free nodes itself. An instance that has a
   * node keeps it, even if that node does not meet the requirements. `release` and `destroy` also remove the
   * allocation.
   *
   * @fails node_taken when another instance has the node
   * @fails instance_associated when the instance has another node
   * @fails no_suitable_node when no free node meets the requirements
   * @fails undo_incomplete when the reservation failed and its allocation could not be removed
   * @fails node_not_ready when the node is not available, is in maintenance, or has an unknown power state
   * @fails state_refused when Ironic does not allow the change in the state of the node
   * @fails duplicate when a value that Ironic keeps unique is in use
   * @see openstack/ironic `ironic/conductor/allocations.py`
   */
  reserve(
    request: { readonly instance: string; readonly node: string | NodeRequirements },
    options?: AskOptions,
  ): ResultAsync<ProvisioningStatus, ReserveAnyError>

  /**
   * Releases a node that was reserved but not deployed, and detaches its VIFs. Safe to repeat. Keeps the
   * reservation while a VIF cannot be detached.
   *
   * @fails node_not_ready when the instance is deployed or being deployed; call `destroy` instead
   */
  release(
    request: { readonly instance: string; readonly node: string },
    options?: AskOptions,
  ): ResultAsync<ReleasedInstance, ReleaseError>

  /**
   * Deploys an instance on a node and waits until it is active: reserves the node, attaches the VIFs,
   * validates, deploys. With one VIF, sends five requests before the wait; two more if the VIF names a port,
   * and one or two more if the config drive describes the VIFs. Default deadline: 60 minutes.
   *
   * Safe to repeat, also from another process after this one was killed. A second spawn of the same instance on
   * the same node joins a spawn that is under way, continues one that was interrupted, or returns at once if
   * the instance is active.
   *
   * If the request describes the node instead of naming it, a node is picked and reserved as by `reserve`, with
   * three more requests. If that node turns out bad, the driver undoes everything and tries another, up to
   * `maxNodes`. An instance that already has a node, for example after a process was killed, continues there.
   * The spawn then owns that reservation and releases it on failure.
   *
   * A failed spawn leaves the node as it was found. If a deployment had begun, even one that this call only
   * joined, the node is torn down and cleaned.
   *
   * @fails node_taken when another instance has the node
   * @fails node_not_ready when the node is not available, is in maintenance, or has an unknown power state
   * @fails vif_already_attached, no_free_port, vif_invalid, port_unusable when a VIF cannot be attached
   * @fails vif_missing when the config drive is to describe a VIF that names no port and that Ironic shows on
   * none
   * @fails validation_failed with the reason of each interface that fails validation
   * @fails transition_failed when the deployment failed, with Ironic's reason
   * @fails no_suitable_node when no free node fits, or all nodes that were tried failed, with the reasons
   * @fails undo_incomplete when the spawn failed and something could not be undone, with what remains
   * @fails lost_sight when Ironic was unreachable for minutes; nothing is undone, and a second spawn joins
   * @fails no_free_port when the node has no suitable port left for a VIF
   * @fails vif_invalid when a VIF does not fit the node, for example because of its physical network
   * @fails port_unusable when the port named for a VIF is not the node's, or is in use
   * @fails instance_associated when the instance is on another node
   * @fails duplicate when a value that Ironic keeps unique is in use
   */
  spawn(request: SpawnRequest, options?: SpawnOptions): ResultAsync<SpawnedInstance, SpawnError>

  /**
   * Starts a `spawn` without waiting for its end: returns when Ironic has accepted the deployment and the node
   * shows it. Until then it undoes what it did when it fails, as `spawn` does. Safe to repeat. It fails as `spawn` does,
   * except for the failures of the deployment itself: see `waitForSpawn`.
   */
  requestSpawn(
    request: SpawnRequest,
    options?: Omit<SpawnOptions, 'deadlineMs'>,
  ): ResultAsync<SpawnedInstance, SpawnError>

  /**
   * Waits until an instance is active. Changes nothing and undoes nothing. Safe to repeat. Default deadline: 60
   * minutes.
   *
   * @fails transition_failed when the deployment failed, with Ironic's reason
   * @fails transition_diverged when the node is not being deployed, or carries another instance
   */
  waitForSpawn(target: NodeTarget, options?: WaitOptions): ResultAsync<ProvisioningStatus, WaitForSpawnError>

  /**
   * Tears an instance down from any provision state and waits until it is off its node. Sends two requests
   * before the wait if Ironic allows the tear-down at once. Default deadline: 30 minutes. If the target names
   * only a node, tears down anything deployed there, even without an instance.
   *
   * Safe to repeat: succeeds if the instance is already gone, and joins a tear-down that is under way. Ironic
   * forgets the instance of a node even when the tear-down fails. So name the node as well if you know it: only
   * then can a failed tear-down be found and retried.
   *
   * @fails instance_mismatch when the instance is on another node than the one named
   * @fails not_found_or_hidden when nothing is found and this login sees only the nodes of its own project
   * @fails node_protected when the node is protected
   * @fails transition_failed when the tear-down failed, with Ironic's reason
   * @fails wait_timed_out or wait_stalled when the node stays in a state in which Ironic refuses a tear-down
   * @fails node_not_ready when the maintenance in which the instance was removed could not be ended
   */
  destroy(target: NodeTarget, options?: DestroyOptions): ResultAsync<DestroyedInstance, DestroyError>

  /**
   * Starts a `destroy` without waiting for its end: returns when Ironic has accepted the tear-down. If Ironic
   * refuses one in the present state, first waits for the node to leave that state. Safe to repeat.
   */
  requestDestroy(target: NodeTarget, options?: WaitOptions): ResultAsync<DestroyedInstance, DestroyError>

  /** Waits until an instance is off its node. Changes nothing. Safe to repeat. Default deadline: 30 minutes. */
  waitForDestroy(
    target: { readonly node: string; readonly instance: string },
    options?: WaitOptions,
  ): ResultAsync<DestroyedInstance, DestroyError>

  /**
   * Spawns many instances, at most `concurrency` at once, and reports every outcome. A failure does not stop
   * the others unless `afterFailure` is `stop`. Checks all requests before it starts the first. Safe to repeat,
   * like `spawn`.
   *
   * @fails invalid_input when a request is invalid, or two name the same instance or node; nothing is started
   * then
   */
  spawnAll(
    requests: readonly SpawnRequest[],
    options?: SpawnAllOptions,
  ): ResultAsync<BulkReport<string, SpawnedInstance, SpawnError>, BulkError>

  /**
   * Tears down many instances, at most `concurrency` at once, and reports every outcome. Safe to repeat, like
   * `destroy`.
   *
   * @fails invalid_input when a target is invalid; nothing is started then
   */
  destroyAll(
    targets: readonly NodeTarget[],
    options?: DestroyAllOptions,
  ): ResultAsync<BulkReport<NodeTarget, DestroyedInstance, DestroyError>, BulkError>

  /** Returns the state of a node and its instance. Sends one request. Safe to repeat. */
  status(target: NodeTarget, options?: AskOptions): ResultAsync<ProvisioningStatus, LocateError>
}

/** Creates the provisioning module without a driver. A driver offers it as `driver.provisioning`. */
export function createProvisioningModule(context: ModuleContext): ProvisioningModule {
  const asking = (options: AskOptions) => checkedInput(askOptions, options, 'options')
  const picker: NodePicker = { choice: new NodeChoice(context), allocations: new AllocationWait(context) }

  return {
    ...createSpawnVerbs(context, picker),
    ...createDestroyVerbs(context),

    plan: (request, options = {}) =>
      runOperation(
        context,
        { operation: 'provisioning.plan' },
        checkedInput(spawnRequest, request),
        asking(options),
        ({ node, ...wanted }, call) =>
          typeof node === 'string'
            ? planSpawn(context, { ...wanted, node }, call)
            : planOnPickedNode(context, picker, { ...wanted, node }, call),
      ),

    reserve: (request, options = {}) =>
      runOperation(
        context,
        { operation: 'provisioning.reserve' },
        checkedInput(instanceOnWantedNode, request),
        asking(options),
        ({ instance, node }, call): Promise<Result<ProvisioningStatus, ReserveAnyError>> =>
          typeof node === 'string'
            ? reserveNamedNode(context, { instance, node }, call)
            : reservePickedNode(context, picker, { instance, node }, call),
      ),

    release: (request, options = {}) =>
      runOperation(
        context,
        { operation: 'provisioning.release' },
        checkedInput(instanceOnNode, request),
        asking(options),
        (wanted, call) => releaseNode(context, wanted, call),
      ),

    status: (target, options = {}) =>
      workOnNode(context, { operation: 'provisioning.status', target, options }, (node) =>
        okAsync(provisioningStatus(node)),
      ),
  }
}
