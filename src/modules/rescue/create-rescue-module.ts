import { checkedInput } from '../../operations/checked-input.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { stateVerb } from '../../operations/state-verb.js'
import { NO_INPUT, waitingVerb } from '../../operations/waiting-verb.js'
import { rescueRequest, type RescueRequest } from './rescue-input.js'
import type { RescueModule } from './rescue-module.js'

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
