import type { ResultAsync } from 'neverthrow'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { AskOptions, WaitOptions } from '../../operations/module-context.js'
import type { ConsoleEndpoint, ShellinaboxConsole, SocatConsole, VncConsole } from './console-endpoint.js'
import type {
  ConsoleAddressError,
  ConsoleChangeError,
  RequestConsoleError,
  WaitForConsoleError,
} from './console-errors.js'
import type { SerialConsoleOptions } from './console-input.js'

/** The console of a machine as Ironic knows it. */
export interface ConsoleStatus {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly enabled: boolean
  /**
   * `null` while it is off, and for a `console_interface` with socat: asked for that address, Ironic may end the session
   * of who uses it. `serial` asks for it.
   */
  readonly endpoint: ConsoleEndpoint | null
}

/** A machine whose console was switched on or off. */
export interface ConsoleChange {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly enabled: boolean
}

/** A serial console that is on. */
export type SerialConsole = SocatConsole | ShellinaboxConsole

/** A graphical console that is on. */
export interface GraphicalConsole extends VncConsole {
  /** The VNC server behind the page; `undefined` when this login may not see it, or Ironic has written down none. */
  readonly server: { readonly host: string; readonly port: number } | undefined
}

/**
 * Shows the consoles of machines. Their URLs are as good as the machine itself: they are in what these calls return,
 * and in no error and no log.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (set_console_mode, get_console_information)
 */
export interface ConsoleModule {
  /**
   * Reads whether the console is on, and where it is. Safe to repeat; ends nobody's session. One request, and another
   * one for the address of a console that is on, unless its `console_interface` works with socat. Of a node whose driver
   * has no console, it is off.
   */
  state(target: NodeTarget, options?: AskOptions): ResultAsync<ConsoleStatus, RequestConsoleError>

  /**
   * Switches the console on and waits until it is. Safe to repeat: one that is on is left as it is, with whoever
   * uses it, also where a tear-down has stopped it (see `serial`). Default deadline: 1 minute.
   *
   * @fails unsupported_by_hardware when the node's driver has no console
   * @fails transition_failed when it stayed off, with Ironic's reason
   */
  enable(target: NodeTarget, options?: WaitOptions): ResultAsync<ConsoleChange, ConsoleChangeError>

  /**
   * Switches the console off and waits until it is; whoever uses it is cut off. Safe to repeat. Default deadline:
   * 1 minute.
   *
   * @fails transition_failed when it stayed on, with Ironic's reason
   */
  disable(target: NodeTarget, options?: WaitOptions): ResultAsync<ConsoleChange, ConsoleChangeError>

  /** As `enable`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestEnable(target: NodeTarget, options?: AskOptions): ResultAsync<void, RequestConsoleError>
  /** As `disable`, without the wait. Returns when Ironic has accepted it. Safe to repeat. */
  requestDisable(target: NodeTarget, options?: AskOptions): ResultAsync<void, RequestConsoleError>

  /** Waits until the console is on, after `requestEnable`; asks for nothing. Safe to repeat. */
  waitForEnable(target: NodeTarget, options?: WaitOptions): ResultAsync<ConsoleChange, WaitForConsoleError>
  /** Waits until the console is off, after `requestDisable`; asks for nothing. Safe to repeat. */
  waitForDisable(target: NodeTarget, options?: WaitOptions): ResultAsync<ConsoleChange, WaitForConsoleError>

  /**
   * Yields the serial console, and switches it on when it is off. Safe to repeat. Default deadline: 1 minute.
   *
   * Ironic 39.0 ends the session of who uses a console with socat as soon as it is asked for the address, and so with
   * every call of this: the connection of the other user stays open, and silent. Keep the address while it is used.
   *
   * A tear-down stops the console and Ironic goes on to say that it is on, until the next deployment starts it again. On
   * a node that was torn down, a console that may have been stopped is therefore switched off and on again.
   *
   * A serial console mostly takes one user at a time. With `reset: true` it is switched off and on again, which cuts
   * off whoever uses it; a reset that fails half way, is aborted or runs out of time leaves the console on, if that
   * can be had at all.
   *
   * @fails console_unavailable when the node's console is graphical, or says not where it is
   * @fails transition_failed when it could not be switched, with Ironic's reason
   */
  serial(target: NodeTarget, options?: SerialConsoleOptions): ResultAsync<SerialConsole, ConsoleAddressError>

  /**
   * Yields the graphical console, and switches it on when it is off. Safe to repeat: one that is on is left as it
   * is. Ironic ends such a console after a while. Default deadline: 1 minute.
   *
   * @fails console_unavailable when the node's console is serial, or says not where it is
   */
  vnc(target: NodeTarget, options?: WaitOptions): ResultAsync<GraphicalConsole, ConsoleAddressError>
}
