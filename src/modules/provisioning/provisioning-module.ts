import type { ResultAsync } from 'neverthrow'
import type { PowerState } from '../../states/power-states.js'
import type { ProvisionPhase, ProvisionState } from '../../states/provision-states.js'
import type { Target } from '../input-schemas.js'
import type { LocateError } from '../locate-node.js'
import type { AskOptions, WaitOptions } from '../module-context.js'
import type {
  DestroyError,
  PlanError,
  ReleaseError,
  ReserveError,
  SpawnError,
  WaitForSpawnError,
} from './provisioning-errors.js'
import type { SpawnOutcome } from './spawn-instance.js'
import type { SpawnAction } from './spawn-plan.js'
import type { SpawnRequest } from './spawn-request.js'

/** Where a machine is, in Ironic's words. */
export interface ProvisioningStatus {
  /** UUID. */
  readonly node: string
  readonly name: string | null
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly provision_state: ProvisionState
  readonly target_provision_state: string | null
  /** What kind of state that is; `unknown` for one that this library has never heard of. */
  readonly phase: ProvisionPhase | 'unknown'
  readonly power_state: PowerState
  readonly target_power_state: string | null
  /** The step that is being done, such as `deploy.write_image`. */
  readonly step: string | undefined
  /** Ironic's own words, secrets removed. It may be about something long past. */
  readonly last_error: string | null
  readonly maintenance: boolean
  readonly maintenance_reason: string | null
  readonly fault: string | null
  /** The conductor that holds the lock. */
  readonly reservation: string | null
}

/** An instance on its node. */
export interface Instance extends ProvisioningStatus {
  readonly instance: string
  /** How it came to be there. */
  readonly outcome: SpawnOutcome
}

/** What a spawn would do with the node as it is now. */
export interface SpawnPlan {
  readonly action: SpawnAction
  readonly node: ProvisioningStatus
  /** What would be sent from here on, in this order; secrets removed. None unless the action is `deploy`. */
  readonly requests: readonly PlannedRequest[]
}

/** A request that a spawn would send. */
export interface PlannedRequest {
  readonly method: 'PATCH' | 'POST' | 'GET' | 'PUT'
  readonly path: string
  readonly body?: unknown
}

export interface SpawnOptions extends WaitOptions {
  /**
   * What becomes of a failed spawn. `undo` (the default) puts the node back as it was found; `keep` leaves it to
   * be looked at, and `destroy` cleans up later.
   */
  readonly onFailure?: 'undo' | 'keep' | undefined
  /**
   * What becomes of a spawn whose signal is aborted. `undo` (the default) takes it for a failure; `keep` leaves
   * everything as it is, and a later spawn of the same instance goes on from there.
   */
  readonly onAbort?: 'undo' | 'keep' | undefined
  /** How long undoing may take, in milliseconds, on top of the deadline. Default: 15 minutes. */
  readonly undoDeadlineMs?: number | undefined
}

export interface DestroyOptions extends WaitOptions {
  /**
   * `gone` (the default): until the instance is off the node, which then is cleaned. `available`: until it is
   * cleaned as well, which can take hours.
   */
  readonly until?: 'gone' | 'available' | undefined
}

/** The node is `undefined` when none was named and none carries the instance, or when it is gone itself. */
export interface Destroyed {
  readonly outcome: 'destroyed' | 'already_gone'
  readonly node: ProvisioningStatus | undefined
}

/** Puts instances on machines and takes them off. */
export interface ProvisioningModule {
  /**
   * Says what `spawn` would do, without doing it: which requests, and what stands in the way. One request; safe
   * to repeat.
   */
  plan(request: SpawnRequest, options?: AskOptions): ResultAsync<SpawnPlan, PlanError>

  /**
   * Claims a node for an instance, so that nobody else gets it. Safe to repeat: a node that the instance already
   * has is success. Two requests.
   *
   * @fails node_taken when another instance has it
   * @fails instance_associated when the instance has another node
   */
  reserve(
    request: { readonly instance: string; readonly node: string },
    options?: AskOptions,
  ): ResultAsync<ProvisioningStatus, ReserveError>

  /**
   * Gives a node back that was claimed and not deployed, with its VIFs. Safe to repeat.
   *
   * @fails node_not_ready when the instance is deployed; `destroy` ends that
   */
  release(
    request: { readonly instance: string; readonly node: string },
    options?: AskOptions,
  ): ResultAsync<ProvisioningStatus, ReleaseError>

  /**
   * Puts an instance on a node and waits until it is active: reserves, plugs in the VIFs, validates, deploys.
   * Five requests with one VIF before the wait. Default deadline: 60 minutes.
   *
   * Safe to repeat, also from another process after this one was killed: a second spawn of the same instance on
   * the same node joins the one that is under way, goes on with one that was left half way, or finds it done.
   *
   * A spawn that fails leaves the node as it was found. Once a deployment was begun, also one that this call only
   * joined, that means a tear-down, and the node is cleaned.
   *
   * @fails node_taken when another instance has the node
   * @fails node_not_ready when the node is not available, in maintenance, or its power state is not known
   * @fails validation_failed with the reasons of each interface that objects
   * @fails transition_failed when the deployment failed, with Ironic's reason
   * @fails undo_incomplete when it failed and something could not be undone, with what remains
   * @fails lost_sight when Ironic was out of reach for minutes; nothing is undone then, and a second spawn joins
   */
  spawn(request: SpawnRequest, options?: SpawnOptions): ResultAsync<Instance, SpawnError>

  /**
   * As `spawn`, without the wait: returns when Ironic has taken the deployment, with the node as it was just before
   * that. Safe to repeat.
   */
  requestSpawn(
    request: SpawnRequest,
    options?: Omit<SpawnOptions, 'deadlineMs'>,
  ): ResultAsync<Instance, SpawnError>

  /**
   * Waits until an instance is active; asks for nothing and undoes nothing. Safe to repeat. Default deadline:
   * 60 minutes.
   *
   * @fails transition_failed when the deployment failed, with Ironic's reason
   * @fails transition_diverged when nobody is deploying the node, or it carries another instance
   */
  waitForSpawn(target: Target, options?: WaitOptions): ResultAsync<ProvisioningStatus, WaitForSpawnError>

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
   * @fails node_protected when the node is protected
   * @fails transition_failed when the tear-down failed, with Ironic's reason
   * @fails wait_timed_out or wait_stalled when Ironic does not leave a state in which it refuses a tear-down
   */
  destroy(target: Target, options?: DestroyOptions): ResultAsync<Destroyed, DestroyError>

  /**
   * As `destroy`, without the last wait: returns when Ironic has taken the tear-down. Where Ironic refuses one in
   * the present state, it waits for that to end first. Safe to repeat.
   */
  requestDestroy(target: Target, options?: WaitOptions): ResultAsync<Destroyed, DestroyError>

  /** Waits until an instance is off its node; asks for nothing. Default deadline: 30 minutes. */
  waitForDestroy(
    target: { readonly node: string; readonly instance: string },
    options?: WaitOptions,
  ): ResultAsync<Destroyed, DestroyError>

  /** Says where a machine is. One request; safe to repeat. */
  status(target: Target, options?: AskOptions): ResultAsync<ProvisioningStatus, LocateError>
}
