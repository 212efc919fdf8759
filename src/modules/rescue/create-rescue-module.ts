import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import { checkedInput } from '../checked-input.js'
import { waitOptions, type Target } from '../input-schemas.js'
import type { ModuleContext, WaitOptions } from '../module-context.js'
import type { LongWork } from '../provisioning/watch-node.js'
import { workOnNode } from '../work-on-node.js'
import { requestRescue, rescueChange, waitForRescue } from './change-rescue.js'
import type { RequestRescueError, RescueError, WaitForRescueError } from './rescue-errors.js'
import { rescueRequest, type RescueRequest } from './rescue-input.js'
import type { RescueChange, RescueModule } from './rescue-module.js'
import type { RescueVerb } from './rescue-plan.js'

type Password = Result<Partial<RescueRequest>, InvalidInputError>

const NO_PASSWORD: Password = ok({})

const DEADLINE_MS: Record<RescueVerb, number> = { rescue: 40 * 60_000, unrescue: 30 * 60_000 }

/** Builds the rescue module alone; a driver has it as `driver.rescue`. */
export function createRescueModule(context: ModuleContext): RescueModule {
  const given = (rescue: RescueRequest) => checkedInput(rescueRequest, rescue, 'rescue')

  return {
    enter: (target, rescue, options = {}) => change('rescue.enter', target, 'rescue', given(rescue), options),
    leave: (target, options = {}) => change('rescue.leave', target, 'unrescue', NO_PASSWORD, options),

    requestEnter: (target, rescue, options = {}) =>
      request('rescue.requestEnter', target, 'rescue', given(rescue), options),
    requestLeave: (target, options = {}) =>
      request('rescue.requestLeave', target, 'unrescue', NO_PASSWORD, options),

    waitForEnter: (target, options = {}) => waitFor('rescue.waitForEnter', target, 'rescue', options),
    waitForLeave: (target, options = {}) => waitFor('rescue.waitForLeave', target, 'unrescue', options),
  }

  function change(
    operation: string,
    target: Target,
    verb: RescueVerb,
    argument: Password,
    options: WaitOptions,
  ): ResultAsync<RescueChange, RescueError> {
    return workOnNode(
      context,
      { operation, target, argument, options: checkedInput(waitOptions, options, 'options') },
      async (node, { password }, checked): Promise<Result<RescueChange, RescueError>> => {
        const work = during(operation, verb, checked)
        const asked = await requestRescue(context, node, verb, { ...work, password })
        if (asked.isErr()) return err(asked.error)
        if (asked.value === 'was_there') return ok(rescueChange(node, asked.value))
        const waited = await waitForRescue(context, node, verb, work)
        return waited.map((seen) => rescueChange(seen, asked.value))
      },
    )
  }

  function request(
    operation: string,
    target: Target,
    verb: RescueVerb,
    argument: Password,
    options: WaitOptions,
  ): ResultAsync<RescueChange, RequestRescueError> {
    return workOnNode(
      context,
      { operation, target, argument, options: checkedInput(waitOptions, options, 'options') },
      async (node, { password }, checked) => {
        const work = during(operation, verb, checked)
        const asked = await requestRescue(context, node, verb, { ...work, password })
        return asked.map((outcome) => rescueChange(node, outcome))
      },
    )
  }

  function waitFor(
    operation: string,
    target: Target,
    verb: RescueVerb,
    options: WaitOptions,
  ): ResultAsync<RescueChange, WaitForRescueError> {
    return workOnNode(
      context,
      { operation, target, argument: ok(undefined), options: checkedInput(waitOptions, options, 'options') },
      async (node, _, checked) => {
        const waited = await waitForRescue(context, node, verb, during(operation, verb, checked))
        return waited.map((seen) => rescueChange(seen, 'joined'))
      },
    )
  }

  function during(operation: string, verb: RescueVerb, options: WaitOptions): LongWork {
    const { signal, onProgress, deadlineMs = DEADLINE_MS[verb] } = options
    return { operation, signal, onProgress, deadlineAt: context.clock.now() + deadlineMs }
  }
}
