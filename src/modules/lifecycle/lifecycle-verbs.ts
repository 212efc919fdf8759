import type { ResultAsync } from 'neverthrow'
import type { Target } from '../input-schemas.js'
import type { WaitOptions } from '../module-context.js'
import type { LifecycleError, RequestLifecycleError, WaitForLifecycleError } from './lifecycle-errors.js'
import type { LifecycleChange } from './lifecycle-module.js'

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
  manage(target: Target, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** As `manage`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestManage(target: Target, options?: WaitOptions): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until a node is managed, after `requestManage`; asks for nothing. Safe to repeat. */
  waitForManage(target: Target, options?: WaitOptions): ResultAsync<LifecycleChange, WaitForLifecycleError>

  /**
   * Offers a node for deployment: Ironic cleans it, where it is set to, and the wait ends when it is `available`. Safe
   * to repeat: a second call joins the first, or finds it done. Default deadline: 4 hours, since erasing disks takes
   * long. Microversion 1.4.
   *
   * @fails node_not_ready when the node is not `manageable`
   * @fails node_retired when it is retired
   * @fails node_in_maintenance when it is in maintenance and this Ironic offers no such nodes; others do
   * @fails transition_failed when its cleaning failed, with the step and Ironic's reason
   */
  provide(target: Target, options?: WaitOptions): ResultAsync<LifecycleChange, LifecycleError>
  /** As `provide`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestProvide(target: Target, options?: WaitOptions): ResultAsync<LifecycleChange, RequestLifecycleError>
  /** Waits until a node is available, after `requestProvide`; asks for nothing. Safe to repeat. */
  waitForProvide(target: Target, options?: WaitOptions): ResultAsync<LifecycleChange, WaitForLifecycleError>
}
