import { ok, type Result, type ResultAsync } from 'neverthrow'
import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { IronicDriverError } from '../../errors/ironic-driver-error.js'
import { checkedInput } from '../../operations/checked-input.js'
import { askOptions, waitOptions, type Target } from '../../operations/input-schemas.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { AskOptions, ModuleContext, WaitOptions } from '../../operations/module-context.js'
import { workOnNode } from '../../operations/work-on-node.js'
import type { PowerTarget } from '../../states/power-states.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { changePower, statusOf, waitForPower } from './change-power.js'
import {
  explainNmi,
  unlessOff,
  type PowerOffError,
  type RequestPowerOffError,
  type WaitForPowerError,
} from './power-errors.js'
import { powerModeOptions, requestPowerModeOptions, type RequestPowerModeOptions } from './power-input.js'
import type { PowerChange, PowerModule } from './power-module.js'
import { powerPlan, SWITCH_ON, type PowerPlan } from './power-plan.js'
import { requestPower } from './request-power.js'

/** Builds the power module alone; a driver has it as `driver.power`. */
export function createPowerModule(context: ModuleContext): PowerModule {
  const asking = (options: AskOptions) => checkedInput(askOptions, options, 'options')
  const waiting = (options: WaitOptions) => checkedInput(waitOptions, options, 'options')

  return {
    state: (target, options = {}) =>
      onNode('power.state', target, asking(options), (node) => Promise.resolve(ok(statusOf(node)))),

    on: (target, options = {}) =>
      change('power.on', target, waiting(options), () => SWITCH_ON).mapErr(unlessOff),
    off: (target, options = {}) =>
      change('power.off', target, checkedInput(powerModeOptions, options, 'options'), (checked) =>
        powerPlan('off', checked),
      ),
    reboot: (target, options = {}) =>
      change('power.reboot', target, checkedInput(powerModeOptions, options, 'options'), (checked) =>
        powerPlan('reboot', checked),
      ).mapErr(unlessOff),

    requestOn: (target, options = {}) =>
      request('power.requestOn', target, asking(options), () => SWITCH_ON).mapErr(unlessOff),
    requestOff: (target, options = {}) =>
      request(
        'power.requestOff',
        target,
        checkedInput(requestPowerModeOptions, options, 'options'),
        (checked) => powerPlan('off', checked),
      ),
    requestReboot: (target, options = {}) =>
      request(
        'power.requestReboot',
        target,
        checkedInput(requestPowerModeOptions, options, 'options'),
        (checked) => powerPlan('reboot', checked),
      ).mapErr(unlessOff),

    waitForOn: (target, options = {}) => waitFor('power.waitForOn', target, options, 'power on'),
    waitForOff: (target, options = {}) => waitFor('power.waitForOff', target, options, 'power off'),
    waitForReboot: (target, options = {}) => waitFor('power.waitForReboot', target, options, 'rebooting'),

    injectNmi: (target, options = {}) =>
      onNode('power.injectNmi', target, asking(options), (node, { signal }) =>
        context.client.nodeManagement.injectNmi(node.uuid, { signal }).mapErr(explainNmi),
      ),
  }

  function onNode<Options extends AskOptions, T, E extends IronicDriverError>(
    operation: string,
    target: Target,
    options: Result<Options, InvalidInputError>,
    work: (node: WatchedNode, options: Options) => PromiseLike<Result<T, E>>,
  ): ResultAsync<T, E | LocateError> {
    const call = { operation, target, argument: ok(undefined), options }
    return workOnNode(context, call, (node, _, given) => work(node, given))
  }

  function request<Options extends RequestPowerModeOptions>(
    operation: string,
    target: Target,
    options: Result<Options, InvalidInputError>,
    plan: (options: Options) => PowerPlan,
  ): ResultAsync<void, RequestPowerOffError> {
    return onNode(operation, target, options, (node, checked) =>
      requestPower(context, node, plan(checked)[0], checked),
    )
  }

  function change<Options extends WaitOptions>(
    operation: string,
    target: Target,
    options: Result<Options, InvalidInputError>,
    plan: (options: Options) => PowerPlan,
  ): ResultAsync<PowerChange, PowerOffError> {
    return onNode(operation, target, options, (node, checked) =>
      changePower(context, node, plan(checked), { operation, ...checked }),
    )
  }

  function waitFor(
    operation: string,
    target: Target,
    options: WaitOptions,
    done: PowerTarget,
  ): ResultAsync<PowerChange, WaitForPowerError> {
    return onNode(operation, target, waiting(options), (node, checked) =>
      waitForPower(context, node, done, { operation, ...checked }),
    )
  }
}
