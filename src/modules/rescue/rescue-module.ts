import type { ResultAsync } from 'neverthrow'
import { checkedInput } from '../../operations/checked-input.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { WaitOptions, ModuleContext } from '../../operations/module-context.js'
import { stateVerb } from '../../operations/state-verb.js'
import { NO_INPUT, waitingVerb, type VerbOutcome } from '../../operations/waiting-verb.js'
import type { ProvisionState } from '../../states/provision-states.js'
import type { RequestRescueError, RescueError, WaitForRescueError } from './rescue-errors.js'
import { rescueRequest, type RescueRequest } from './rescue-input.js'

/** A node that has entered or left rescue. */
export interface RescueChange {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly provision_state: ProvisionState
  readonly outcome: VerbOutcome
}

/**
 * Boots deployed nodes into a rescue system, and back from their own disk. Microversion 1.38.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (do_node_rescue, do_node_unrescue)
 *
 * @example
 * ```ts
 * import type { IronicDriver } from 'ironic-driver'
 *
 * export async function repair({ rescue }: IronicDriver, instance: string, password: string): Promise<void> {
 *   const entered = await rescue.enter({ instance }, { password })
 *   if (entered.isErr()) throw entered.error
 *   // Log in as the user `rescue`, repair the disk, and unmount its file systems.
 *   const left = await rescue.leave({ instance })
 *   if (left.isErr()) throw left.error
 * }
 * ```
 */
export interface RescueModule {
  /**
   * Restarts a deployed node into the rescue system and waits until it runs. Ironic cuts the power without asking the
   * operating system: data not yet written to the disk is lost, and file systems may need repair. To avoid this, shut
   * the node down first with `power.off` and `mode: 'soft'` or `'soft-then-hard'`; a node that is off can be rescued.
   * The rescue itself writes nothing to the disk.
   *
   * Safe to repeat: a second call joins the first or finds it done, and the first password applies. For another
   * password, leave and enter again. Default deadline: 40 minutes, since Ironic itself times out after 30. Ironic's
   * power state may be wrong meanwhile.
   *
   * @fails node_not_ready when the node is not deployed, or another operation is in progress
   * @fails node_in_maintenance when the node is in maintenance
   * @fails unsupported_by_hardware when the node's driver does not support rescue
   * @fails transition_failed when the rescue system did not start; enter again, or leave
   * @fails transition_diverged when another client changed the node's state meanwhile
   */
  enter(
    target: NodeTarget,
    rescue: RescueRequest,
    options?: WaitOptions,
  ): ResultAsync<RescueChange, RescueError>

  /**
   * Restarts a node from its own disk after a rescue, also one that failed, and waits until Ironic reports it as done.
   * Ironic cuts the power of the rescue system: unmount all file systems there first. Safe to repeat: a second call joins
   * the first or finds it done. Default deadline: 30 minutes.
   *
   * @fails node_not_ready when the node is not in rescue, or is still entering it
   * @fails transition_failed when Ironic could not leave rescue; try again
   */
  leave(target: NodeTarget, options?: WaitOptions): ResultAsync<RescueChange, RescueError>

  /**
   * Like `enter`, but returns as soon as Ironic has accepted the request; retries a locked node or a busy Ironic until
   * the deadline. Safe to repeat.
   */
  requestEnter(
    target: NodeTarget,
    rescue: RescueRequest,
    options?: WaitOptions,
  ): ResultAsync<RescueChange, RequestRescueError>
  /** Like `leave`, but returns as soon as Ironic has accepted the request. Safe to repeat. */
  requestLeave(target: NodeTarget, options?: WaitOptions): ResultAsync<RescueChange, RequestRescueError>

  /**
   * Waits until the rescue system runs, after `requestEnter`; changes nothing. Safe to repeat.
   *
   * @fails transition_diverged when the node is not entering rescue
   */
  waitForEnter(target: NodeTarget, options?: WaitOptions): ResultAsync<RescueChange, WaitForRescueError>
  /**
   * Waits until the node has left rescue, after `requestLeave`; changes nothing. Safe to repeat.
   *
   * @fails transition_diverged when the node is not leaving rescue
   */
  waitForLeave(target: NodeTarget, options?: WaitOptions): ResultAsync<RescueChange, WaitForRescueError>
}

const MINUTE = 60_000

/** Builds the rescue module alone; a driver has it as `driver.rescue`. */
export function createRescueModule(context: ModuleContext): RescueModule {
  const given = (rescue: RescueRequest) => checkedInput(rescueRequest, rescue, 'rescue')
  const enter = waitingVerb(
    context,
    stateVerb(context, {
      name: 'rescue.enter',
      verb: 'rescue',
      deadlineMs: 40 * MINUTE,
      body: ({ password }: RescueRequest) => ({ rescue_password: password }),
    }),
  )
  const leave = waitingVerb(
    context,
    stateVerb(context, { name: 'rescue.leave', verb: 'unrescue', deadlineMs: 30 * MINUTE }),
  )

  return {
    enter: (target, rescue, options = {}) => enter.change(target, given(rescue), options),
    requestEnter: (target, rescue, options = {}) => enter.request(target, given(rescue), options),
    waitForEnter: (target, options = {}) => enter.waitFor(target, options),

    leave: (target, options = {}) => leave.change(target, NO_INPUT, options),
    requestLeave: (target, options = {}) => leave.request(target, NO_INPUT, options),
    waitForLeave: (target, options = {}) => leave.waitFor(target, options),
  }
}
