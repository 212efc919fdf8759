import type { ResultAsync } from 'neverthrow'
import type { UnexpectedFailureError } from '../../client/errors/client-errors.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { AskOptions, WaitOptions } from '../../operations/module-context.js'
import type { PowerState, PowerTarget } from '../../states/power-states.js'
import type {
  InjectNmiError,
  PowerError,
  PowerOffError,
  PowerStateError,
  RequestPowerError,
  RequestPowerOffError,
  WaitForPowerError,
} from './power-errors.js'
import type { PowerModeOptions, RequestPowerModeOptions } from './power-input.js'

/** A machine's power as Ironic knows it. */
export interface PowerStatus {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  /** `null` while Ironic has not been told yet, or has lost sight of the machine. */
  readonly power_state: PowerState
  /** What it is being changed to. */
  readonly target_power_state: string | null
}

export interface PowerChange extends PowerStatus {
  /** What was asked for last, when more than one way was tried. */
  readonly done: PowerTarget
}

/** Switches machines on and off. */
export interface PowerModule {
  /** Reads the power state. One request; safe to repeat. */
  state(
    target: NodeTarget,
    options?: AskOptions,
  ): ResultAsync<PowerStatus, PowerStateError | UnexpectedFailureError>

  /**
   * Switches a machine on and waits until it is. Safe to repeat: on a machine that is on it does nothing.
   * Default deadline: 5 minutes.
   *
   * @fails transition_failed when the management controller refused, with Ironic's reason
   * @fails node_locked when another operation held the node for longer than the client retries
   */
  on(target: NodeTarget, options?: WaitOptions): ResultAsync<PowerChange, PowerError>

  /**
   * Switches a machine off and waits until it is. Safe to repeat: on a machine that is off it does nothing.
   * Default deadline: 5 minutes for cutting the power, and `softTimeoutMs` more where the system is asked first.
   * Soft modes need microversion 1.27. Ironic takes this during a deployment that waits for its agent too, and the
   * deployment then runs into its time-out.
   * Nodes that have it as their parent, and no power supply of their own, are switched off with it.
   *
   * @fails transition_failed when the machine did not obey
   * @fails power_off_disabled when `disable_power_off` is set on the node
   * @fails node_locked when another operation held the node, or a child of it, for longer than the client retries
   * @fails unsupported_by_hardware when `mode` is `soft` and the driver cannot ask the system
   */
  off(target: NodeTarget, options?: WaitOptions & PowerModeOptions): ResultAsync<PowerChange, PowerOffError>

  /**
   * Restarts a machine and waits until it is on again; one that is off is switched on. Not safe to repeat: a
   * second call is a second restart. Ironic never shows a machine off in between, so only the errors it reports
   * tell that a restart failed. Deadlines and modes as with `off`.
   *
   * @fails outcome_unknown when the answer was lost and nothing tells whether it is being restarted
   */
  reboot(target: NodeTarget, options?: WaitOptions & PowerModeOptions): ResultAsync<PowerChange, PowerError>

  /** As `on`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestOn(target: NodeTarget, options?: AskOptions): ResultAsync<void, RequestPowerError>
  /** As `off`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestOff(target: NodeTarget, options?: RequestPowerModeOptions): ResultAsync<void, RequestPowerOffError>
  /** As `reboot`, without the wait. Returns when Ironic has accepted it. Not safe to repeat. */
  requestReboot(target: NodeTarget, options?: RequestPowerModeOptions): ResultAsync<void, RequestPowerError>

  /**
   * Waits until a machine is on, after `requestOn`; asks for nothing. Safe to repeat. Default deadline: 5 minutes.
   *
   * @fails transition_failed when it is off, and nothing is changing that
   */
  waitForOn(target: NodeTarget, options?: WaitOptions): ResultAsync<PowerChange, WaitForPowerError>
  /**
   * Waits until a machine is off, after `requestOff`; asks for nothing. Safe to repeat. Default deadline: 5 minutes.
   *
   * @fails transition_failed when it is on, and nothing is changing that
   */
  waitForOff(target: NodeTarget, options?: WaitOptions): ResultAsync<PowerChange, WaitForPowerError>
  /** Waits until a restart is over, after `requestReboot`. Safe to repeat. Default deadline: 5 minutes. */
  waitForReboot(target: NodeTarget, options?: WaitOptions): ResultAsync<PowerChange, WaitForPowerError>

  /**
   * Sends the machine a non-maskable interrupt, which makes most systems write a crash dump. Not safe to repeat:
   * each call is another interrupt. Microversion 1.29.
   *
   * @fails unsupported_by_hardware when the driver cannot
   * @fails server_error when the management controller does not support it, or failed: over IPMI after some 30 seconds
   */
  injectNmi(target: NodeTarget, options?: AskOptions): ResultAsync<void, InjectNmiError>
}
