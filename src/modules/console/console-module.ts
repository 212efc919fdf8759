import { okAsync, type ResultAsync } from 'neverthrow'
import { askOptions, type NodeTarget } from '../../operations/input-schemas.js'
import type { AskOptions, WaitOptions, ModuleContext } from '../../operations/module-context.js'
import { NO_INPUT, waitingVerb, type VerbOutcome } from '../../operations/waiting-verb.js'
import { workOnNode } from '../../operations/work-on-node.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { isConsole, requestConsole, waitForConsole, type ConsoleGoal } from './change-console.js'
import {
  consoleStatus,
  serialConsole,
  vncConsole,
  type ConsoleStatus,
  type GraphicalConsole,
  type SerialConsole,
} from './console-address.js'
import type {
  ConsoleAddressError,
  ConsoleChangeError,
  RequestConsoleError,
  WaitForConsoleError,
} from './console-errors.js'
import { serialConsoleOptions, type SerialConsoleOptions } from './console-input.js'

/** A node whose console was switched on or off. */
export interface ConsoleChange {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly enabled: boolean
}

/**
 * Gives access to the consoles of nodes. A console URL gives access to the machine itself: these calls return it, and
 * it appears in no error and no log.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (set_console_mode, get_console_information)
 *
 * @example
 * ```ts
 * import type { IronicDriver } from 'ironic-driver'
 *
 * export async function serialConsole({ console }: IronicDriver, instance: string): Promise<string> {
 *   const serial = await console.serial({ instance })
 *   if (serial.isErr()) throw serial.error
 *   return serial.value.url
 * }
 * ```
 */
export interface ConsoleModule {
  /**
   * Reads whether the console is on, and its address. Safe to repeat; ends no session. One request, and another for the
   * address of a console that is on, unless its `console_interface` uses socat. A node whose driver has no console
   * reports it as off.
   */
  state(target: NodeTarget, options?: AskOptions): ResultAsync<ConsoleStatus, RequestConsoleError>

  /**
   * Switches the console on and waits until it is on. Safe to repeat: leaves a console that Ironic shows as on alone,
   * with its user, even if a tear-down has stopped it (see `serial`). Default deadline: 1 minute.
   *
   * @fails unsupported_by_hardware when the node's driver has no console
   * @fails transition_failed when it stayed off, with Ironic's reason
   */
  enable(target: NodeTarget, options?: WaitOptions): ResultAsync<ConsoleChange, ConsoleChangeError>

  /**
   * Switches the console off and waits until it is off; disconnects its user. Safe to repeat. Default deadline:
   * 1 minute.
   *
   * @fails transition_failed when it stayed on, with Ironic's reason
   */
  disable(target: NodeTarget, options?: WaitOptions): ResultAsync<ConsoleChange, ConsoleChangeError>

  /** Like `enable`, but returns as soon as Ironic has accepted the request. Safe to repeat. */
  requestEnable(target: NodeTarget, options?: AskOptions): ResultAsync<void, RequestConsoleError>
  /** Like `disable`, but returns as soon as Ironic has accepted the request. Safe to repeat. */
  requestDisable(target: NodeTarget, options?: AskOptions): ResultAsync<void, RequestConsoleError>

  /** Waits until the console is on, after `requestEnable`; changes nothing. Safe to repeat. */
  waitForEnable(target: NodeTarget, options?: WaitOptions): ResultAsync<ConsoleChange, WaitForConsoleError>
  /** Waits until the console is off, after `requestDisable`; changes nothing. Safe to repeat. */
  waitForDisable(target: NodeTarget, options?: WaitOptions): ResultAsync<ConsoleChange, WaitForConsoleError>

  /**
   * Returns the serial console, and switches it on when it is off. Safe to repeat. Default deadline: 1 minute.
   *
   * For a socat console, Ironic 39.0 ends the current session on each request for the address, and so on each call of
   * this method: the other user's connection stays open but silent. Keep the address while you use it.
   *
   * A tear-down stops the console, but Ironic still shows it as on until the next deployment starts it again. On a node
   * that was torn down, this method therefore switches a console that may have been stopped off and on again.
   *
   * A serial console usually takes one user at a time. `reset: true` switches it off and on again, which disconnects
   * its user. After a reset that fails, is aborted or times out, this method tries to leave the console on.
   *
   * @fails console_unavailable when the node's console is graphical, or Ironic does not give its address
   * @fails transition_failed when the console could not be switched, with Ironic's reason
   */
  serial(target: NodeTarget, options?: SerialConsoleOptions): ResultAsync<SerialConsole, ConsoleAddressError>

  /**
   * Returns the graphical console, and switches it on when it is off. Safe to repeat: leaves a console that is on
   * alone. Ironic closes a graphical console after a while. Default deadline: 1 minute.
   *
   * @fails console_unavailable when the node's console is serial, or Ironic does not give its address
   */
  vnc(target: NodeTarget, options?: WaitOptions): ResultAsync<GraphicalConsole, ConsoleAddressError>
}

const DEADLINE_MS = 60_000

const READ_ADDRESS = { deadlineMs: DEADLINE_MS, also: ['driver_internal_info'] } as const

/** Builds the console module alone; a driver has it as `driver.console`. */
export function createConsoleModule(context: ModuleContext): ConsoleModule {
  const enable = consoleVerb('console.enable', 'on')
  const disable = consoleVerb('console.disable', 'off')

  return {
    state: (target, options = {}) =>
      workOnNode(
        context,
        { operation: 'console.state', target, options, also: ['console_interface'] },
        (node, call) => consoleStatus(context, node, call),
      ),

    enable: (target, options = {}) => enable.change(target, NO_INPUT, options),
    requestEnable: (target, options = {}) => enable.request(target, NO_INPUT, options),
    waitForEnable: (target, options = {}) => enable.waitFor(target, options),

    disable: (target, options = {}) => disable.change(target, NO_INPUT, options),
    requestDisable: (target, options = {}) => disable.request(target, NO_INPUT, options),
    waitForDisable: (target, options = {}) => disable.waitFor(target, options),

    serial: (target, options = {}) =>
      workOnNode(
        context,
        { operation: 'console.serial', target, options, schema: serialConsoleOptions, ...READ_ADDRESS },
        (node, work) => serialConsole(context, node, work),
      ),

    vnc: (target, options = {}) =>
      workOnNode(context, { operation: 'console.vnc', target, options, ...READ_ADDRESS }, (node, work) =>
        vncConsole(context, node, work),
      ),
  }

  function consoleVerb(name: `console.${string}`, goal: ConsoleGoal) {
    return waitingVerb(context, {
      name,
      deadlineMs: DEADLINE_MS,
      options: { request: askOptions },
      isThere: (node) => isConsole(node, goal),
      ask: (node, _: undefined, work) =>
        requestConsole(context, node, goal, work).map((): VerbOutcome => 'changed'),
      wait: (node, work) => waitForConsole(context, node, goal, work),
      joined: 'joined',
      asked: (): void => undefined,
      done: (node) => okAsync(consoleChange(node)),
    })
  }
}

function consoleChange({ uuid, instance_uuid, console_enabled }: WatchedNode): ConsoleChange {
  return { node: uuid, instance: instance_uuid, enabled: console_enabled === true }
}
