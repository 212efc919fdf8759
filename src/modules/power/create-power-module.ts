import { okAsync } from 'neverthrow'
import type { ModuleContext } from '../../operations/module-context.js'
import { NO_INPUT } from '../../operations/waiting-verb.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { explainNmi, unlessOff } from './power-errors.js'
import type { PowerModule } from './power-module.js'
import { powerStatus, powerVerb } from './power-verb.js'

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
