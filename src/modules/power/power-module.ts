import { okAsync, type ResultAsync } from 'neverthrow'
import type { UnexpectedFailureError } from '../../client/errors/client-errors.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { AskOptions, WaitOptions, ModuleContext } from '../../operations/module-context.js'
import { NO_INPUT } from '../../operations/waiting-verb.js'
import { workOnNode } from '../../operations/work-on-node.js'
import {
  explainNmi,
  unlessOff,
  type InjectNmiError,
  type PowerError,
  type PowerOffError,
  type PowerStateError,
  type RequestPowerError,
  type RequestPowerOffError,
  type WaitForPowerError,
} from './power-errors.js'
import type { PowerModeOptions, RequestPowerModeOptions } from './power-input.js'
import { powerStatus, powerVerb, type PowerChange, type PowerStatus } from './power-verb.js'

/**
 * Switches nodes on and off, and restarts them.
 *
 * @example
 * ```ts
 * import type { IronicDriver } from 'ironic-driver'
 *
 * export async function restart({ power }: IronicDriver, node: string): Promise<string> {
 *   // Asks the operating system first, and cuts the power after two minutes.
 *   const restarted = await power.reboot({ node }, { mode: 'soft-then-hard', softTimeoutMs: 120_000 })
 *   return restarted.isOk() ? 'restarted' : restarted.error.message
 * }
 * ```
 */
export interface PowerModule {
  /** Reads the power state. One request; safe to repeat. */
  state(
    target: NodeTarget,
    options?: AskOptions,
  ): ResultAsync<PowerStatus, PowerStateError | UnexpectedFailureError>

  /**
   * Switches a node on and waits until it is on. Safe to repeat: does nothing to a node that is on.
   * Default deadline: 5 minutes.
   *
   * @fails transition_failed when the management controller refused, with Ironic's reason
   * @fails node_locked when another operation held the node for longer than the client retries
   * @fails state_refused when the state of the node does not allow a power change
   * @fails outcome_unknown when the answer was lost and the node does not show whether it is switched on
   */
  on(target: NodeTarget, options?: WaitOptions): ResultAsync<PowerChange, PowerError>

  /**
   * Switches a node off and waits until it is off. Safe to repeat: does nothing to a node that is off.
   * Default deadline: 5 minutes, plus `softTimeoutMs` in the soft modes, which need microversion 1.27.
   *
   * Ironic accepts this even while a deployment waits for its agent; the deployment then times out. Child nodes
   * without a power supply of their own are switched off with their parent.
   *
   * @fails transition_failed when the machine did not switch off
   * @fails power_off_disabled when `disable_power_off` is set on the node
   * @fails node_locked when another operation held the node, or a child of it, for longer than the client retries
   * @fails unsupported_by_hardware when `mode` is `soft` and the driver cannot ask the operating system
   * @fails state_refused when the state of the node does not allow a power change
   * @fails outcome_unknown when the answer was lost and the node does not show whether it is switched off
   */
  off(target: NodeTarget, options?: WaitOptions & PowerModeOptions): ResultAsync<PowerChange, PowerOffError>

  /**
   * Restarts a node and waits until it is on again; switches on a node that is off. Not safe to repeat: a second
   * call restarts the node again. Ironic never shows the node as off in between, so a failed restart is known only
   * from the error that Ironic reports. Deadlines and modes as for `off`.
   *
   * @fails outcome_unknown when the answer was lost and the node does not show whether it is restarting
   * @fails state_refused when the state of the node does not allow a power change
   */
  reboot(target: NodeTarget, options?: WaitOptions & PowerModeOptions): ResultAsync<PowerChange, PowerError>

  /** Like `on`, but returns as soon as Ironic has accepted the request. Safe to repeat. */
  requestOn(target: NodeTarget, options?: AskOptions): ResultAsync<void, RequestPowerError>
  /** Like `off`, but returns as soon as Ironic has accepted the request. Safe to repeat. */
  requestOff(target: NodeTarget, options?: RequestPowerModeOptions): ResultAsync<void, RequestPowerOffError>
  /** Like `reboot`, but returns as soon as Ironic has accepted the request. Not safe to repeat. */
  requestReboot(target: NodeTarget, options?: RequestPowerModeOptions): ResultAsync<void, RequestPowerError>

  /**
   * Waits until a node is on, after `requestOn`; changes nothing. Safe to repeat. Default deadline: 5 minutes.
   *
   * @fails transition_failed when the node is off and no change is in progress
   */
  waitForOn(target: NodeTarget, options?: WaitOptions): ResultAsync<PowerChange, WaitForPowerError>
  /**
   * Waits until a node is off, after `requestOff`; changes nothing. Safe to repeat. Default deadline: 5 minutes.
   *
   * @fails transition_failed when the node is on and no change is in progress
   */
  waitForOff(target: NodeTarget, options?: WaitOptions): ResultAsync<PowerChange, WaitForPowerError>
  /** Waits until a restart has ended, after `requestReboot`. Safe to repeat. Default deadline: 5 minutes. */
  waitForReboot(target: NodeTarget, options?: WaitOptions): ResultAsync<PowerChange, WaitForPowerError>

  /**
   * Sends a node a non-maskable interrupt, which makes most operating systems write a crash dump. Not safe to repeat:
   * each call sends another interrupt. Microversion 1.29.
   *
   * @fails unsupported_by_hardware when the driver cannot send one
   * @fails server_error when the management controller does not support it or failed; over IPMI, after about 30 seconds
   */
  injectNmi(target: NodeTarget, options?: AskOptions): ResultAsync<void, InjectNmiError>
}

/** Builds the power module alone; a driver has it as `driver.power`. */
export function createPowerModule(context: ModuleContext): PowerModule {
  const on = powerVerb(context, 'on')
  const off = powerVerb(context, 'off')
  const reboot = powerVerb(context, 'reboot')

  return {
    state: (target, options = {}) =>
      workOnNode(context, { operation: 'power.state', target, options }, (node) =>
        okAsync(powerStatus(node)),
      ),

    on: (target, options = {}) => on.change(target, NO_INPUT, options).mapErr(unlessOff),
    requestOn: (target, options = {}) => on.request(target, NO_INPUT, options).mapErr(unlessOff),
    waitForOn: (target, options = {}) => on.waitFor(target, options),

    off: (target, options = {}) => off.change(target, NO_INPUT, options),
    requestOff: (target, options = {}) => off.request(target, NO_INPUT, options),
    waitForOff: (target, options = {}) => off.waitFor(target, options),

    reboot: (target, options = {}) => reboot.change(target, NO_INPUT, options).mapErr(unlessOff),
    requestReboot: (target, options = {}) => reboot.request(target, NO_INPUT, options).mapErr(unlessOff),
    waitForReboot: (target, options = {}) => reboot.waitFor(target, options),

    injectNmi: (target, options = {}) =>
      workOnNode(context, { operation: 'power.injectNmi', target, options }, (node, { signal }) =>
        context.client.nodeManagement.injectNmi(node.uuid, { signal }).mapErr(explainNmi),
      ),
  }
}
