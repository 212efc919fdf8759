import type { ResultAsync } from 'neverthrow'
import type { NodeTarget } from '../../../operations/input-schemas.js'
import type { AskOptions, WaitOptions } from '../../../operations/module-context.js'
import type { ProvisionState } from '../../../states/provision-states.js'
import type { MaintenanceError, RemoveError, RetireError, UnretireError } from './upkeep-errors.js'

/**
 * Why something is done to a node, for people.
 *
 * @inline
 */
export interface Reason {
  /** Shown with the node. Default: none; where there is one already, that one stays. */
  readonly reason?: string | undefined
}

/** A node that was put into maintenance or taken out of it. */
export interface MaintenanceChange {
  /** UUID. */
  readonly node: string
  readonly outcome: 'changed' | 'was_there'
  readonly maintenance: boolean
  /** Secrets removed. */
  readonly maintenance_reason: string | null
}

/** A node that was retired or is so no more. */
export interface NodeRetirement {
  /** UUID. */
  readonly node: string
  readonly outcome: 'changed' | 'was_there'
  readonly retired: boolean
  /** Secrets removed. */
  readonly retired_reason: string | null
  readonly provision_state: ProvisionState
  /** UUID of the instance on it, which a retirement leaves alone. */
  readonly instance: string | null
}

/** The UUID is `undefined` when there was no such node. */
export interface RemovedNode {
  readonly node: string | undefined
  readonly outcome: 'removed' | 'was_gone'
}

/** Takes nodes out of service, for a while or for good. */
export interface LifecycleUpkeep {
  /**
   * Puts a node into maintenance: Ironic deploys, cleans, services and rescues it no more, and does not set its power
   * right. What is under way goes on, and an instance on it runs on. Two requests; safe to repeat: one that is in
   * maintenance gets the new reason, if there is one. The maintenance of a `power failure` Ironic would end by itself:
   * it is ended and begun anew, in one request more, so that it lasts.
   *
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeMaintenanceController)
   */
  maintenance(
    target: NodeTarget,
    reason?: Reason,
    options?: AskOptions,
  ): ResultAsync<MaintenanceChange, MaintenanceError>

  /**
   * Ends the maintenance of a node, whoever began it, and with it its reason and the fault that Ironic noted. Two
   * requests; safe to repeat. `recover` is for a node that Ironic itself has put into maintenance.
   */
  endMaintenance(target: NodeTarget, options?: AskOptions): ResultAsync<MaintenanceChange, MaintenanceError>

  /**
   * Retires a node, so that it is offered no more. An instance on it runs on until it is destroyed; the node is cleaned
   * then as ever, and ends in `manageable` instead of `available`. Two requests; safe to repeat: one that is retired
   * gets the new reason, if there is one. Microversion 1.61.
   *
   * @fails node_not_ready when the node is `available`: take it back by `manage` first, then nobody can claim it
   * @fails transition_in_progress when the node is on its way between two states
   * @see openstack/ironic `doc/source/admin/retirement.rst`
   */
  retire(target: NodeTarget, reason?: Reason, options?: AskOptions): ResultAsync<NodeRetirement, RetireError>

  /**
   * Ends the retirement of a node and forgets its reason; `provide` offers it again. Two requests; safe to repeat.
   * Microversion 1.61.
   *
   * @fails transition_in_progress when the node is on its way between two states
   */
  unretire(target: NodeTarget, options?: AskOptions): ResultAsync<NodeRetirement, UnretireError>

  /**
   * Removes a node from Ironic, with its ports, port groups, traits, volumes and history. Waits for a lock, and for a
   * transition that ends by itself, such as the cleaning after an instance. The machine is not touched. Safe to repeat:
   * gone counts as done. Two requests where nothing is waited for. Default deadline: 30 minutes.
   *
   * Ironic allows it in `enroll`, `manageable`, `available` and `adopt failed`, and in maintenance elsewhere, where it
   * waits for no agent either: `clean wait` and `inspect wait` never end there. A machine that carries an instance, or
   * is in a state of one, is never removed, in maintenance neither.
   *
   * @fails node_not_ready when it carries an instance, or its state does not allow it, with what to do first
   * @fails not_found_or_hidden when it is not found by a login that sees only the nodes of its own project
   * @fails node_protected when it is protected
   * @fails wait_timed_out when what is under way does not end in time
   * @see openstack/ironic `ironic/conductor/manager.py` (destroy_node)
   */
  remove(target: NodeTarget, options?: WaitOptions): ResultAsync<RemovedNode, RemoveError>
}
