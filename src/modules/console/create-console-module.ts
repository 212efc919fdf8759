import { ok } from 'neverthrow'
import { checkedInput } from '../../operations/checked-input.js'
import { askOptions, waitOptions, type Target } from '../../operations/input-schemas.js'
import type { AskOptions, ModuleContext, WaitOptions } from '../../operations/module-context.js'
import type { LongWork } from '../../operations/watch-node.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { changeConsole, requestConsole, waitForConsole, type ConsoleGoal } from './change-console.js'
import { consoleStatus, serialConsole, vncConsole } from './console-address.js'
import { serialConsoleOptions } from './console-input.js'
import type { ConsoleModule } from './console-module.js'

const DEADLINE_MS = 60_000

/** Builds the console module alone; a driver has it as `driver.console`. */
export function createConsoleModule(context: ModuleContext): ConsoleModule {
  return {
    state: (target, options = {}) =>
      workOnNode(
        context,
        { ...asking('console.state', target, options), also: ['console_interface'] },
        (node, _, call) => consoleStatus(context, node, call),
      ),

    enable: (target, options = {}) => change('console.enable', target, 'on', options),
    disable: (target, options = {}) => change('console.disable', target, 'off', options),

    requestEnable: (target, options = {}) => request('console.requestEnable', target, 'on', options),
    requestDisable: (target, options = {}) => request('console.requestDisable', target, 'off', options),

    waitForEnable: (target, options = {}) => waitFor('console.waitForEnable', target, 'on', options),
    waitForDisable: (target, options = {}) => waitFor('console.waitForDisable', target, 'off', options),

    serial: (target, options = {}) => {
      const operation = 'console.serial'
      const checked = checkedInput(serialConsoleOptions, options, 'options')
      return workOnNode(
        context,
        {
          operation,
          target,
          argument: ok(undefined),
          options: checked,
          also: ['driver_internal_info'],
        },
        (node, _, { reset = false, ...given }) =>
          serialConsole(context, node, { ...during(operation, given), reset }),
      )
    },

    vnc: (target, options = {}) =>
      workOnNode(
        context,
        { ...waiting('console.vnc', target, options), also: ['driver_internal_info'] },
        (node, _, given) => vncConsole(context, node, during('console.vnc', given)),
      ),
  }

  function change(operation: string, target: Target, goal: ConsoleGoal, options: WaitOptions) {
    return workOnNode(context, waiting(operation, target, options), (node, _, given) =>
      changeConsole(context, node, goal, during(operation, given)),
    )
  }

  function request(operation: string, target: Target, goal: ConsoleGoal, options: AskOptions) {
    return workOnNode(context, asking(operation, target, options), (node, _, call) =>
      requestConsole(context, node, goal, call),
    )
  }

  function waitFor(operation: string, target: Target, goal: ConsoleGoal, options: WaitOptions) {
    return workOnNode(context, waiting(operation, target, options), (node, _, given) =>
      waitForConsole(context, node, goal, during(operation, given)),
    )
  }

  function asking(operation: string, target: Target, options: AskOptions) {
    const checked = checkedInput(askOptions, options, 'options')
    return { operation, target, argument: ok(undefined), options: checked }
  }

  function waiting(operation: string, target: Target, options: WaitOptions) {
    const checked = checkedInput(waitOptions, options, 'options')
    return { operation, target, argument: ok(undefined), options: checked }
  }

  function during(operation: string, options: WaitOptions): LongWork {
    const { signal, onProgress, deadlineMs = DEADLINE_MS } = options
    return { operation, signal, onProgress, deadlineAt: context.clock.now() + deadlineMs }
  }
}
