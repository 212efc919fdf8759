import type { ResultAsync } from 'neverthrow'
import type { NodeTarget } from '../../../operations/input-schemas.js'
import type { AskOptions, WaitOptions } from '../../../operations/module-context.js'
import type { ProvisionState } from '../../../states/provision-states.js'
import type { MaintenanceError, RemoveError, RetireError, UnretireError } from './upkeep-errors.js'

/**
 * The reason of a change, for people.
 *
 * @inline
 */
export interface Reason {
  /** Shown with the node. Default: the present reason, if any. */
  readonly reason?: string | undefined
}

/** A node whose maintenance began or ended. */
export interface MaintenanceChange {
  /** UUID. */
  readonly node: string
  readonly outcome: 'changed' | 'was_there'
  readonly maintenance: boolean
  /** Secrets removed. */
  readonly maintenance_reason: string | null
}

/** A node whose retirement began or ended. */
export interface NodeRetirement {
  /** UUID. */
  readonly node: string
  readonly outcome: 'changed' | 'was_there'
  readonly retired: boolean
  /** Secrets removed. */
  readonly retired_reason: string | null
  readonly provision_state: ProvisionState
  /** UUID of the instance on it, which keeps running. */
  readonly instance: string | null
}

/** The UUID is `undefined` when the node did not exist. */
export interface RemovedNode {
  readonly node: string | undefined
  readonly outcome: 'removed' | 'was_gone'
}

/** Takes nodes out of service, temporarily or permanently. */
export interface LifecycleUpkeep {
  /**
   * Puts a node into maintenance: Ironic no longer deploys, cleans, services or rescues it, and does not correct its
   * power state. Work under way continues, and an instance on it keeps running. Two requests; safe to repeat: a new
   * reason replaces the present one. Ironic itself would end the maintenance of a `power failure`, so the call ends
   * that one and begins another, with one more request.
   *
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeMaintenanceController)
   */
  maintenance(
    target: NodeTarget,
    reason?: Reason,
    options?: AskOptions,
  ): ResultAsync<MaintenanceChange, MaintenanceError>

  /**
   * Ends the maintenance of a node, an operator's or Ironic's, and clears its reason and fault. Two requests; safe to
   * repeat. For a node that Ironic itself has put into maintenance, use `recover`.
   */
  endMaintenance(target: NodeTarget, options?: AskOptions): ResultAsync<MaintenanceChange, MaintenanceError>

  /**
   * Retires a node, so that it is no longer offered for deployment. An instance on it keeps running; when it is
   * destroyed, the node is cleaned as usual but ends in `manageable` instead of `available`. Two requests; safe to
   * repeat: a new reason replaces the present one. Microversion 1.61.
   *
   * @fails node_not_ready when the node is `available`: call `manage` first, so that no other client can deploy it
   * @fails transition_in_progress when the node is changing its provision state
   * @see openstack/ironic `doc/source/admin/retirement.rst`
   */
  retire(target: NodeTarget, reason?: Reason, options?: AskOptions): ResultAsync<NodeRetirement, RetireError>

  /**
   * Ends the retirement of a node and clears its reason. Call `provide` to offer it again. Two requests; safe to
   * repeat. Microversion 1.61.
   *
   * @fails transition_in_progress when the node is changing its provision state
   */
  unretire(target: NodeTarget, options?: AskOptions): ResultAsync<NodeRetirement, UnretireError>

  /**
   * Removes a node from Ironic, with its ports, port groups, traits, volumes and history. Waits for a lock, and for a
   * transition that ends by itself, such as the cleaning after an instance. The hardware is not touched. Safe to
   * repeat: a missing node counts as removed. Two requests when it does not wait. Default deadline: 30 minutes.
   *
   * Ironic allows it in `enroll`, `manageable`, `available` and `adopt failed`. In maintenance it allows it in other
   * states too, and ignores agents there: `clean wait` and `inspect wait` never end. This call never removes a node
   * that carries an instance, or is in a state of one, even in maintenance.
   *
   * @fails node_not_ready when it carries an instance or its state does not allow it; the message says what to do first
   * @fails not_found_or_hidden when it is not found, and the login sees only the nodes of its own project
   * @fails node_protected when it is protected
   * @fails wait_timed_out when the work under way does not end in time
   * @see openstack/ironic `ironic/conductor/manager.py` (destroy_node)
   */
  remove(target: NodeTarget, options?: WaitOptions): ResultAsync<RemovedNode, RemoveError>
}
