import { ok } from 'neverthrow'
import { checkedInput } from '../../operations/checked-input.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { waitingVerb } from '../../operations/waiting-verb.js'
import { requestRescue, rescueChange, waitForRescue } from './change-rescue.js'
import { rescueRequest, type RescueRequest } from './rescue-input.js'
import type { RescueModule } from './rescue-module.js'
import type { RescueVerb } from './rescue-plan.js'

const NO_PASSWORD = ok({})

const DEADLINE_MS: Record<RescueVerb, number> = { rescue: 40 * 60_000, unrescue: 30 * 60_000 }

/** Builds the rescue module alone; a driver has it as `driver.rescue`. */
export function createRescueModule(context: ModuleContext): RescueModule {
  const given = (rescue: RescueRequest) => checkedInput(rescueRequest, rescue, 'rescue')
  const enter = rescueVerb('rescue.enter', 'rescue')
  const leave = rescueVerb('rescue.leave', 'unrescue')

  return {
    enter: (target, rescue, options = {}) => enter.change(target, given(rescue), options),
    leave: (target, options = {}) => leave.change(target, NO_PASSWORD, options),

    requestEnter: (target, rescue, options = {}) => enter.request(target, given(rescue), options),
    requestLeave: (target, options = {}) => leave.request(target, NO_PASSWORD, options),

    waitForEnter: (target, options = {}) => enter.waitFor(target, options),
    waitForLeave: (target, options = {}) => leave.waitFor(target, options),
  }

  function rescueVerb(name: `rescue.${string}`, verb: RescueVerb) {
    return waitingVerb(context, {
      name,
      deadlineMs: DEADLINE_MS[verb],
      ask: (node, { password }: Partial<RescueRequest>, work) =>
        requestRescue(context, node, verb, { ...work, password }),
      wait: (node, work) => waitForRescue(context, node, verb, work),
      asked: rescueChange,
      done: (node, outcome) => Promise.resolve(ok(rescueChange(node, outcome))),
    })
  }
}
