import type { ResultAsync } from 'neverthrow'
import type { BulkReport, BulkError } from '../../operations/bulk-run.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { AskOptions, WaitOptions } from '../../operations/module-context.js'
import type { ProvisioningStatus } from '../../operations/node-status.js'
import type { NodeRequirements } from './claim/node-requirements.js'
import type { DestroyAllOptions, DestroyOptions, DestroyedInstance } from './destroy/destroy-options.js'
import type {
  DestroyError,
  PlanError,
  ReleaseError,
  ReserveAnyError,
  SpawnError,
  WaitForSpawnError,
} from './errors/provisioning-errors.js'
import type { ReleasedInstance } from './reserve/release-node.js'
import type { SpawnPlan } from './spawn/plan-spawn.js'
import type { SpawnedInstance, SpawnAllOptions, SpawnOptions } from './spawn/spawn-options.js'
import type { SpawnRequest } from './spawn/spawn-request.js'

/** Puts instances on machines and takes them off. */
export interface ProvisioningModule {
  /**
   * Says what `spawn` would do, without doing it: which requests, and what stands in the way. One request, two more
   * where the node is to be picked; safe to repeat.
   *
   * @fails no_suitable_node when none that is free fits
   */
  plan(request: SpawnRequest, options?: AskOptions): ResultAsync<SpawnPlan, PlanError>

  /**
   * Claims a node for an instance, so that nobody else gets it. Safe to repeat: a node that the instance already
   * has is success. Two requests, four where the node is picked by its class and traits.
   *
   * A node that is picked is allocated by Ironic (microversion 1.52) where resource class, traits and candidates are all
   * that is required; otherwise one of the free nodes is reserved. An instance that has a node keeps it, whatever is
   * required. `release` and `destroy` remove the allocation too.
   *
   * @fails node_taken when another instance has it
   * @fails instance_associated when the instance has another node
   * @fails no_suitable_node when no free node fits what is required
   * @fails undo_incomplete when it failed and its allocation could not be removed
   * @see openstack/ironic `ironic/conductor/allocations.py`
   */
  reserve(
    request: { readonly instance: string; readonly node: string | NodeRequirements },
    options?: AskOptions,
  ): ResultAsync<ProvisioningStatus, ReserveAnyError>

  /**
   * Gives a node back that was claimed and not deployed, with its VIFs. Safe to repeat. The reservation stays while a
   * VIF cannot be detached.
   *
   * @fails node_not_ready when the instance is deployed, or is being deployed; `destroy` ends that
   */
  release(
    request: { readonly instance: string; readonly node: string },
    options?: AskOptions,
  ): ResultAsync<ReleasedInstance, ReleaseError>

  /**
   * Puts an instance on a node and waits until it is active: reserves, plugs in the VIFs, validates, deploys.
   * Five requests with one VIF before the wait, two more where a port is named for it, and one or two where the config
   * drive describes the VIFs. Default deadline: 60 minutes.
   *
   * Safe to repeat, also from another process after this one was killed: a second spawn of the same instance on
   * the same node joins the one that is under way, goes on with one that was left half way, or finds it done.
   *
   * Where the request says what the node must be, one is picked and reserved as by `reserve`, which takes three more
   * requests. When it turns out bad, all is undone and another is tried, up to `maxNodes`. An instance that has a node
   * already, as after a process was killed, goes on there; a reservation of it belongs to the spawn then, and is given
   * back when that fails.
   *
   * A spawn that fails leaves the node as it was found. Once a deployment was begun, also one that this call only
   * joined, that means a tear-down, and the node is cleaned.
   *
   * @fails node_taken when another instance has the node
   * @fails node_not_ready when the node is not available, in maintenance, or its power state is not known
   * @fails vif_already_attached, no_free_port, vif_invalid, port_unusable when a VIF cannot be plugged in
   * @fails vif_missing when the config drive is to describe a VIF that Ironic shows on no port, and none is named
   * @fails validation_failed with the reasons of each interface that objects
   * @fails transition_failed when the deployment failed, with Ironic's reason
   * @fails no_suitable_node when none of the free nodes fits, or those that were tried are bad, with the reasons
   * @fails undo_incomplete when it failed and something could not be undone, with what remains
   * @fails lost_sight when Ironic was out of reach for minutes; nothing is undone then, and a second spawn joins
   */
  spawn(request: SpawnRequest, options?: SpawnOptions): ResultAsync<SpawnedInstance, SpawnError>

  /**
   * As `spawn`, without the wait: returns when Ironic has taken the deployment and the node shows it. Safe to repeat.
   */
  requestSpawn(
    request: SpawnRequest,
    options?: Omit<SpawnOptions, 'deadlineMs'>,
  ): ResultAsync<SpawnedInstance, SpawnError>

  /**
   * Waits until an instance is active; asks for nothing and undoes nothing. Safe to repeat. Default deadline:
   * 60 minutes.
   *
   * @fails transition_failed when the deployment failed, with Ironic's reason
   * @fails transition_diverged when nobody is deploying the node, or it carries another instance
   */
  waitForSpawn(target: NodeTarget, options?: WaitOptions): ResultAsync<ProvisioningStatus, WaitForSpawnError>

  /**
   * Takes an instance off its node, whatever state that is in, and waits until it is off. Two requests before the
   * wait where Ironic allows it at once. Default deadline: 30 minutes. A node that is named alone is torn down with
   * whatever is deployed on it, also without an instance.
   *
   * Safe to repeat: what is gone already is success, and a tear-down that is under way is joined. Ironic forgets
   * which instance was there even when a tear-down fails, so name the node as well where it is known: only then
   * can a failed tear-down be found and tried again.
   *
   * @fails instance_mismatch when the instance is on another node than the one named
   * @fails not_found_or_hidden when nothing is found by a login that sees only the nodes of its own project
   * @fails node_protected when the node is protected
   * @fails transition_failed when the tear-down failed, with Ironic's reason
   * @fails wait_timed_out or wait_stalled when Ironic does not leave a state in which it refuses a tear-down
   */
  destroy(target: NodeTarget, options?: DestroyOptions): ResultAsync<DestroyedInstance, DestroyError>

  /**
   * As `destroy`, without the last wait: returns when Ironic has taken the tear-down. Where Ironic refuses one in
   * the present state, it waits for that to end first. Safe to repeat.
   */
  requestDestroy(target: NodeTarget, options?: WaitOptions): ResultAsync<DestroyedInstance, DestroyError>

  /** Waits until an instance is off its node; asks for nothing. Safe to repeat. Default deadline: 30 minutes. */
  waitForDestroy(
    target: { readonly node: string; readonly instance: string },
    options?: WaitOptions,
  ): ResultAsync<DestroyedInstance, DestroyError>

  /**
   * Spawns many instances, so many at once, and tells what became of each. One that fails stops no other unless that
   * is asked for. All requests are checked before the first is begun. Safe to repeat, as `spawn` is.
   *
   * @fails invalid_input when one of the requests is wrong, or an instance or a node is there twice; none is begun then
   */
  spawnAll(
    requests: readonly SpawnRequest[],
    options?: SpawnAllOptions,
  ): ResultAsync<BulkReport<string, SpawnedInstance, SpawnError>, BulkError>

  /**
   * Takes many instances off their nodes, so many at once, and tells what became of each. Safe to repeat, as `destroy`
   * is.
   *
   * @fails invalid_input when one of the targets is wrong; none is begun then
   */
  destroyAll(
    targets: readonly NodeTarget[],
    options?: DestroyAllOptions,
  ): ResultAsync<BulkReport<NodeTarget, DestroyedInstance, DestroyError>, BulkError>

  /** Says where a machine is. One request; safe to repeat. */
  status(target: NodeTarget, options?: AskOptions): ResultAsync<ProvisioningStatus, LocateError>
}
