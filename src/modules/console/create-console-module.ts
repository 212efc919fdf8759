import { okAsync } from 'neverthrow'
import { askOptions } from '../../operations/input-schemas.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { NO_INPUT, waitingVerb, type VerbOutcome } from '../../operations/waiting-verb.js'
import { workOnNode } from '../../operations/work-on-node.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { isConsole, requestConsole, waitForConsole, type ConsoleGoal } from './change-console.js'
import { consoleStatus, serialConsole, vncConsole } from './console-address.js'
import { serialConsoleOptions } from './console-input.js'
import type { ConsoleChange, ConsoleModule } from './console-module.js'

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
