import type { ResultAsync } from 'neverthrow'
import type { NodeTarget } from '../../../operations/input-schemas.js'
import type { WaitOptions } from '../../../operations/module-context.js'
import type {
  RequestLifecycleError,
  WaitForLifecycleError,
  LifecycleChange,
} from '../../../operations/provision-verb.js'
import type { NodeInspection } from './inspection.js'
import type { CleanRequest, ServiceRequest } from './steps-input.js'
import type { CleanError, LifecycleError, RequestCleanError } from './verb-errors.js'

/**
 * The verbs that take a node from one state of its life to another.
 *
 * @see openstack/ironic `ironic/common/state_machine.py` and `ironic/conductor/manager.py` (do_provisioning_action)
 */
export interface LifecycleVerbs {
  /**
   * Takes a node into Ironic's management and waits until it is `manageable`: from `enroll` its management controller
   * is tried, which takes a moment; from `available` and from a failed cleaning, inspection or adoption it is taken
   * back at once. Safe to repeat: a second call joins the first, or finds it done. Default deadline: 10 minutes.
   * Microversion 1.4. Maintenance does not hinder it, and stays.
   *
   * @fails node_not_ready when the node is deployed, or something else is being done to it
   * @fails transition_failed when its management controller could not be reached; the node is in `enroll` then
   */
  manage(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** As `manage`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestManage(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until a node is managed, after `requestManage`; asks for nothing. Safe to repeat. */
  waitForManage(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Has the hardware of a node inspected, by whichever inspection its `inspect_interface` has, through the management
   * controller or by an agent that is booted, and waits until that is over. Tells what Ironic stored of it, read back.
   * A second call joins the first while that runs, and inspects again afterwards. Default deadline: 40 minutes, since
   * Ironic itself gives up on an agent after 30. Microversion 1.6, the inventory 1.81.
   *
   * @fails node_not_ready when the node is neither `manageable` nor failed at an inspection
   * @fails unsupported_by_hardware when its driver has no inspection
   * @fails transition_failed when the inspection failed; it can be tried again
   * @fails transition_diverged when somebody took the node out of an inspection that had failed
   */
  inspect(target: NodeTarget, options?: WaitOptions): ResultAsync<NodeInspection, LifecycleError>
  /** As `inspect`, without the wait. Returns when Ironic has accepted it. What a second call does is the same too. */
  requestInspect(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestLifecycleError>
  /**
   * Waits until an inspection is over, after `requestInspect`; asks for nothing. Safe to repeat. A node whose last
   * inspection has come to its end counts as inspected.
   */
  waitForInspect(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<NodeInspection, WaitForLifecycleError>

  /**
   * Does a manual cleaning: steps, RAID, BIOS settings, firmware or a runbook, and waits until the node is `manageable`
   * again. A second call joins whichever manual cleaning is under way, whose steps are its own, and cleans again
   * afterwards. Default deadline: 4 hours. Microversion 1.15.
   *
   * Without `disableRamdisk` an agent is booted, where the hardware has one. A step that fails puts the node into
   * maintenance with the fault `clean failure`; `recover` takes it back. Once a cleaning has begun, its target RAID stays
   * stored, also when it fails.
   *
   * @fails node_not_ready when the node is not `manageable`, with what to call first
   * @fails node_in_maintenance when the node is in maintenance
   * @fails unsupported_by_hardware when its driver has no RAID
   * @fails target_raid_remains when the cleaning was not begun and the target RAID could not be put back
   * @fails transition_failed when a step failed or is not known, with Ironic's reason
   * @see openstack/ironic `ironic/conductor/cleaning.py`
   */
  clean(
    target: NodeTarget,
    request: CleanRequest,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, CleanError>
  /** As `clean`, without the wait. Returns when Ironic has accepted it. What a second call does is the same too. */
  requestClean(
    target: NodeTarget,
    request: CleanRequest,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestCleanError>
  /**
   * Waits until a manual cleaning is over, after `requestClean`; asks for nothing. Safe to repeat. A node that is
   * `manageable`, and not in maintenance for a step that failed, counts as cleaned.
   */
  waitForClean(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Offers a node for deployment: Ironic cleans it, where it is set to, and the wait ends when it is `available`. Safe
   * to repeat: a second call joins the first, or finds it done. Default deadline: 4 hours, since erasing disks takes
   * long. Microversion 1.4. In maintenance Ironic heeds no agent, so that a cleaning by one ends at the deadline only.
   *
   * @fails node_not_ready when the node is not `manageable`
   * @fails node_retired when it is retired
   * @fails node_in_maintenance when it is in maintenance and this Ironic offers no such nodes; others do
   * @fails transition_failed when its cleaning failed, with the step and Ironic's reason
   */
  provide(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** As `provide`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestProvide(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until a node is available, after `requestProvide`; asks for nothing. Safe to repeat. */
  waitForProvide(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Takes over a machine that runs already, without touching it, and waits until the node is `active`. Whatever its
   * deploy interface asks for must be in `instance_info` before, since a rebuild would use it; `instance_uuid` may be.
   * Safe to repeat: a second call joins the first, or finds the node active. Default deadline: 30 minutes.
   * Microversion 1.17.
   *
   * @fails node_not_ready when the node is neither `manageable` nor failed at an adoption
   * @fails transition_failed when the adoption failed, with Ironic's reason; it can be tried again
   * @see openstack/ironic `ironic/conductor/manager.py` (_do_adoption)
   */
  adopt(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** As `adopt`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestAdopt(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until a machine is adopted, after `requestAdopt`; asks for nothing. Safe to repeat. */
  waitForAdopt(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Services a machine that is deployed: steps, BIOS settings, firmware or a runbook, and waits until it is `active`
   * again. The machine restarts; its disk is left alone unless a step says otherwise. What a RAID is to become stands
   * in the arguments of the step `raid.apply_configuration`, which erases it. A second call joins whichever service
   * is under way, and services again afterwards; also a service that failed or is held. Default deadline: 4 hours.
   * Microversion 1.87.
   *
   * A step that fails puts the node into maintenance with the fault `service failure`; `recover` takes it back.
   *
   * @fails node_not_ready when the machine is not deployed, or something else is being done to it
   * @fails node_in_maintenance when the node is in maintenance
   * @fails transition_failed when a step failed or is not known, with Ironic's reason
   * @see openstack/ironic `ironic/conductor/servicing.py`
   */
  service(
    target: NodeTarget,
    request: ServiceRequest,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, LifecycleError>
  /** As `service`, without the wait. Returns when Ironic has accepted it. What a second call does is the same too. */
  requestService(
    target: NodeTarget,
    request: ServiceRequest,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestLifecycleError>
  /**
   * Waits until a service is over, after `requestService`; asks for nothing. Safe to repeat. A machine that is
   * `active`, and not in maintenance for a step that failed, counts as serviced.
   */
  waitForService(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Aborts what waits for its agent or is held, and waits until it has ended: a cleaning, inspection, rescue or
   * deployment in its failed state, a service in `active`. Safe to repeat; a node on which nothing is under way counts
   * as done. A step that cannot be interrupted is ended first. Default deadline: 30 minutes. Microversion 1.13; for
   * `inspect wait` 1.41, for `wait call-back` 1.110.
   *
   * A deployment that was aborted leaves its instance on the node, to be destroyed or rebuilt; one that was held
   * loses its `instance_uuid`, since Ironic begins to tear it down.
   *
   * @fails node_not_ready when Ironic itself is at work on the node, which cannot be interrupted
   * @fails unsupported_by_hardware when the node's driver cannot abort that
   * @fails transition_diverged when it came to its end before it was aborted
   * @see openstack/ironic `ironic/conductor/manager.py` (_do_abort)
   */
  abort(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** As `abort`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestAbort(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until nothing is under way on a node any more, after `requestAbort`; asks for nothing. Safe to repeat. */
  waitForAbort(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Lets a node go on that a `hold` step has paused, and returns when it does: a cleaning or deployment goes on when
   * its agent next calls. `waitForClean`, `waitForProvide`, `waitForService` and `provisioning.waitForSpawn` wait for
   * the end. Safe to repeat; a node that is not held counts as done. Default deadline: 5 minutes. Microversion 1.85.
   *
   * @fails transition_failed when it failed as soon as it went on, or was aborted
   */
  unhold(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** As `unhold`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestUnhold(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until somebody has let a held node go on; asks for nothing. Safe to repeat. */
  waitForUnhold(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<LifecycleChange, WaitForLifecycleError>
}
