import type { ResultAsync } from 'neverthrow'
import type { NodeTarget } from '../../../operations/input-schemas.js'
import type { WaitOptions } from '../../../operations/module-context.js'
import type { NodeNotReadyError } from '../../../operations/node-errors.js'
import type {
  RequestLifecycleError,
  WaitForLifecycleError,
  LifecycleChange,
} from '../../../operations/provision-verb.js'
import type { CleanRequest, ServiceRequest } from './steps-input.js'
import type { CleanError, LifecycleError, RequestCleanError } from './verb-errors.js'
import type { NodeInspection } from './inspect-hardware.js'

/**
 * The verbs that move a node from one provision state to another.
 *
 * @see openstack/ironic `ironic/common/state_machine.py` and `ironic/conductor/manager.py` (do_provisioning_action)
 */
export interface LifecycleVerbs {
  /**
   * Makes a node `manageable` and waits for that. From `enroll`, Ironic first verifies access to the management
   * controller; from `available` and from a failed cleaning, inspection or adoption, the change is immediate. Safe to
   * repeat: a second call joins the first, or finds it done. Works in maintenance, and does not end it. Default
   * deadline: 10 minutes. Microversion 1.4.
   *
   * @fails node_not_ready when the node is deployed, or other work is under way
   * @fails transition_failed when its management controller could not be reached; the node is then in `enroll`
   */
  manage(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** Requests `manage` and returns when Ironic has accepted it. Safe to repeat. */
  requestManage(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until a node is `manageable`, after `requestManage`; changes nothing. Safe to repeat. */
  waitForManage(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Inspects the hardware of a node and waits for the end. Its `inspect_interface` decides how: through the management
   * controller or by a booted agent. Returns the data that Ironic stored. A second call joins a running inspection, and
   * inspects again after its end. Default deadline: 40 minutes, because Ironic itself gives up on an agent after 30.
   * Microversion 1.6, the inventory 1.81.
   *
   * @fails node_not_ready when the node is neither in `manageable` nor in `inspect failed`
   * @fails unsupported_by_hardware when its driver does not support inspection
   * @fails transition_failed when the inspection failed; you can inspect again
   * @fails transition_diverged when another client took the node out of a failed inspection
   */
  inspect(target: NodeTarget, options?: WaitOptions): ResultAsync<NodeInspection, LifecycleError>
  /** Requests `inspect` and returns when Ironic has accepted it. A second call does the same as `inspect`. */
  requestInspect(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestLifecycleError>
  /**
   * Waits until an inspection is complete, after `requestInspect`; changes nothing. Safe to repeat. A node whose last
   * inspection completed counts as inspected.
   */
  waitForInspect(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<NodeInspection, WaitForLifecycleError>

  /**
   * Runs a manual cleaning (steps, RAID, BIOS settings, firmware or a runbook) and waits until the node is `manageable`
   * again. A second call joins a running manual cleaning, even one with other steps, and cleans again after its end.
   * Default deadline: 4 hours. Microversion 1.15.
   *
   * Boots an agent unless `disableRamdisk` is set or the hardware needs none. A step that fails puts the node into
   * maintenance with the fault `clean failure`; call `recover` then. Once a cleaning has begun, its target RAID
   * configuration stays stored, even when the cleaning fails.
   *
   * @fails node_not_ready when the node is not `manageable`; the message says what to call first
   * @fails node_in_maintenance when the node is in maintenance
   * @fails unsupported_by_hardware when its driver does not support RAID
   * @fails target_raid_remains when the cleaning did not start and the target RAID configuration could not be restored
   * @fails transition_failed when a step failed or is unknown, with Ironic's reason
   * @see openstack/ironic `ironic/conductor/cleaning.py`
   */
  clean(
    target: NodeTarget,
    request: CleanRequest,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, CleanError>
  /** Requests `clean` and returns when Ironic has accepted it. A second call does the same as `clean`. */
  requestClean(
    target: NodeTarget,
    request: CleanRequest,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestCleanError>
  /**
   * Waits until a manual cleaning is complete, after `requestClean`; changes nothing. Safe to repeat. A node that is
   * `manageable`, and not in maintenance because a step failed, counts as cleaned.
   */
  waitForClean(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Makes a node `available` for deployment and waits for that. Ironic first cleans it if configured to. Safe to
   * repeat: a second call joins the first, or finds it done. In maintenance Ironic ignores agents, so a cleaning by an
   * agent ends only at the deadline. Default deadline: 4 hours, because erasing disks takes long. Microversion 1.4.
   *
   * @fails node_not_ready when the node is not `manageable`
   * @fails node_retired when it is retired
   * @fails node_in_maintenance when it is in maintenance and this Ironic refuses to provide such nodes
   * @fails transition_failed when its cleaning failed, with the step and Ironic's reason
   */
  provide(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** Requests `provide` and returns when Ironic has accepted it. Safe to repeat. */
  requestProvide(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until a node is `available`, after `requestProvide`; changes nothing. Safe to repeat. */
  waitForProvide(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Adopts a running node as it is and waits until it is `active`. First set in `instance_info` what its deploy
   * interface requires, because a rebuild would use it; setting `instance_uuid` is optional. Safe to repeat: a second
   * call joins the first, or finds the node active. Default deadline: 30 minutes. Microversion 1.17.
   *
   * @fails node_not_ready when the node is neither in `manageable` nor in `adopt failed`
   * @fails transition_failed when the adoption failed, with Ironic's reason; you can adopt again
   * @see openstack/ironic `ironic/conductor/manager.py` (_do_adoption)
   */
  adopt(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** Requests `adopt` and returns when Ironic has accepted it. Safe to repeat. */
  requestAdopt(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until a node is adopted, after `requestAdopt`; changes nothing. Safe to repeat. */
  waitForAdopt(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Services a deployed node (steps, BIOS settings, firmware or a runbook) and waits until it is `active` again. The
   * node restarts; its disk stays unchanged unless a step changes it. Pass a new RAID configuration in the arguments of
   * the step `raid.apply_configuration`, which erases the RAID. A second call joins a running service, and services
   * again after its end, also when that failed or is held. Default deadline: 4 hours. Microversion 1.87.
   *
   * A step that fails puts the node into maintenance with the fault `service failure`; call `recover` then.
   *
   * @fails node_not_ready when the node is not deployed, or other work is under way
   * @fails node_in_maintenance when the node is in maintenance
   * @fails transition_failed when a step failed or is unknown, with Ironic's reason
   * @see openstack/ironic `ironic/conductor/servicing.py`
   */
  service(
    target: NodeTarget,
    request: ServiceRequest,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, LifecycleError>
  /** Requests `service` and returns when Ironic has accepted it. A second call does the same as `service`. */
  requestService(
    target: NodeTarget,
    request: ServiceRequest,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestLifecycleError>
  /**
   * Waits until a service is complete, after `requestService`; changes nothing. Safe to repeat. A node that is
   * `active`, and not in maintenance because a step failed, counts as serviced.
   */
  waitForService(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Aborts work that waits for its agent or is held, and waits for its end: a cleaning, inspection, rescue or
   * deployment ends in its failed state, a service in `active`. Safe to repeat: a node without work under way counts as
   * done. A step that cannot be interrupted finishes first. Default deadline: 30 minutes. Microversion 1.13; for
   * `inspect wait` 1.41, for `wait call-back` 1.110.
   *
   * An aborted deployment leaves its instance on the node; destroy or rebuild it. A held deployment loses its
   * `instance_uuid`, because Ironic begins to tear it down.
   *
   * @fails node_not_ready when Ironic is working on the node, which cannot be interrupted
   * @fails unsupported_by_hardware when the node's driver cannot abort this work
   * @fails transition_diverged when the work completed before it was aborted
   * @see openstack/ironic `ironic/conductor/manager.py` (_do_abort)
   */
  abort(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** Requests `abort` and returns when Ironic has accepted it. Safe to repeat. */
  requestAbort(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until no work is under way on a node, after `requestAbort`; changes nothing. Safe to repeat. */
  waitForAbort(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Continues a node that a `hold` step has paused, and returns when its work continues: for a cleaning or deployment,
   * when its agent next calls. To wait for the end, call `waitForClean`, `waitForProvide`, `waitForService` or
   * `provisioning.waitForSpawn`. Safe to repeat: a node that is not held counts as done. Default deadline: 5 minutes.
   * Microversion 1.85.
   *
   * @fails transition_failed when the work failed at once, or was aborted
   */
  unhold(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, Exclude<LifecycleError, NodeNotReadyError>>
  /** Requests `unhold` and returns when Ironic has accepted it. Safe to repeat. */
  requestUnhold(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, Exclude<RequestLifecycleError, NodeNotReadyError>>
  /** Waits until a held node continues; changes nothing. Safe to repeat. */
  waitForUnhold(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, WaitForLifecycleError>
}
