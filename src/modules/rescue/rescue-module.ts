import type { ResultAsync } from 'neverthrow'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { WaitOptions } from '../../operations/module-context.js'
import type { VerbOutcome } from '../../operations/waiting-verb.js'
import type { ProvisionState } from '../../states/provision-states.js'
import type { RequestRescueError, RescueError, WaitForRescueError } from './rescue-errors.js'
import type { RescueRequest } from './rescue-input.js'

/** A machine that was taken into its rescue system, or out of it. */
export interface RescueChange {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly provision_state: ProvisionState
  readonly outcome: VerbOutcome
}

/**
 * Starts a rescue system on machines whose own does not start, and ends it again. Microversion 1.38.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (do_node_rescue, do_node_unrescue)
 */
export interface RescueModule {
  /**
   * Restarts a deployed machine into the rescue system and waits until that runs. Ironic cuts the power for that, asking
   * nothing of the system that runs: what it has not written to its disk is lost, and its file systems may need a repair.
   * Where that matters, shut it down first: `power.off` with `mode: 'soft'`, or `'soft-then-hard'`; a machine that is
   * off can be rescued too. Beyond that, nothing is written to the disk.
   *
   * Safe to repeat: a second call joins the first, or finds it done; the password is then that of the first. For
   * another password, leave and enter again. Default deadline: 40 minutes, since Ironic itself gives up after 30.
   * Ironic's record of the power may be wrong meanwhile.
   *
   * @fails node_not_ready when the machine is not deployed, or something else is being done to it
   * @fails node_in_maintenance when the node is in maintenance
   * @fails unsupported_by_hardware when the node's driver has no rescue
   * @fails transition_failed when the rescue system did not start; it can be entered again, or left
   * @fails transition_diverged when somebody did something else to the machine meanwhile
   */
  enter(
    target: NodeTarget,
    rescue: RescueRequest,
    options?: WaitOptions,
  ): ResultAsync<RescueChange, RescueError>

  /**
   * Restarts a machine from its own disk after a rescue, one that failed included, and waits until Ironic has done
   * so. Ironic cuts the power of the rescue system for that: unmount in it what was mounted. Safe to repeat: a second call joins the first, or finds it done. Default deadline: 30 minutes.
   *
   * @fails node_not_ready when there is no rescue to leave, or it is just being entered
   * @fails transition_failed when it could not be left; it can be tried again
   */
  leave(target: NodeTarget, options?: WaitOptions): ResultAsync<RescueChange, RescueError>

  /**
   * As `enter`, without the wait. Returns when Ironic has accepted it; a locked or busy Ironic is asked until the
   * deadline. Safe to repeat.
   */
  requestEnter(
    target: NodeTarget,
    rescue: RescueRequest,
    options?: WaitOptions,
  ): ResultAsync<RescueChange, RequestRescueError>
  /** As `leave`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestLeave(target: NodeTarget, options?: WaitOptions): ResultAsync<RescueChange, RequestRescueError>

  /**
   * Waits until the rescue system runs, after `requestEnter`; asks for nothing. Safe to repeat.
   *
   * @fails transition_diverged when the machine is not on the way there
   */
  waitForEnter(target: NodeTarget, options?: WaitOptions): ResultAsync<RescueChange, WaitForRescueError>
  /**
   * Waits until a rescue is left, after `requestLeave`; asks for nothing. Safe to repeat.
   *
   * @fails transition_diverged when the machine is not on the way there
   */
  waitForLeave(target: NodeTarget, options?: WaitOptions): ResultAsync<RescueChange, WaitForRescueError>
}
