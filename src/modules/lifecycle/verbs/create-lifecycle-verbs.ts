import { checkedInput } from '../../../operations/checked-input.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import type { LifecycleVerb } from '../../../operations/provision-verb-plan.js'
import { RETURNS_CHANGE, stateVerb } from '../../../operations/state-verb.js'
import { NO_INPUT, waitingVerb } from '../../../operations/waiting-verb.js'
import { requestAbort, requestUnhold, waitForAbort, waitForUnhold } from './abort-and-unhold.js'
import { inspection, waitForInspection } from './inspect-hardware.js'
import type { LifecycleVerbs } from './lifecycle-verbs.js'
import { requestClean, serviceBody } from './run-steps.js'
import { cleanRequest, serviceRequest, type CleanRequest, type ServiceRequest } from './steps-input.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export function createLifecycleVerbs(context: ModuleContext): LifecycleVerbs {
  const parts = (verb: LifecycleVerb, deadlineMs: number) =>
    stateVerb(context, { name: `lifecycle.${verb}`, verb, deadlineMs })
  const manage = waitingVerb(context, parts('manage', 10 * MINUTE))
  const provide = waitingVerb(context, parts('provide', 4 * HOUR))
  const adopt = waitingVerb(context, parts('adopt', 30 * MINUTE))
  const inspect = waitingVerb(context, {
    ...parts('inspect', 40 * MINUTE),
    wait: (node, work) => waitForInspection(context, node, work),
    done: (node, outcome, work) => inspection(context, node, outcome, work),
  })
  const clean = waitingVerb(context, {
    ...parts('clean', 4 * HOUR),
    ask: (node, request: CleanRequest, work) => requestClean(context, node, request, work),
  })
  const service = waitingVerb(
    context,
    stateVerb<ServiceRequest>(context, {
      name: 'lifecycle.service',
      verb: 'service',
      deadlineMs: 4 * HOUR,
      body: serviceBody,
    }),
  )
  const abort = waitingVerb(context, {
    ...RETURNS_CHANGE,
    name: 'lifecycle.abort',
    deadlineMs: 30 * MINUTE,
    ask: (node, _: undefined, work) => requestAbort(context, node, work),
    wait: (node, work) => waitForAbort(context, node, work),
  })
  const unhold = waitingVerb(context, {
    ...RETURNS_CHANGE,
    name: 'lifecycle.unhold',
    deadlineMs: 5 * MINUTE,
    ask: (node, _: undefined, work) => requestUnhold(context, node, work),
    wait: (node, work) => waitForUnhold(context, node, work),
  })
  const cleaning = (request: CleanRequest) => checkedInput(cleanRequest, request, 'clean')
  const servicing = (request: ServiceRequest) => checkedInput(serviceRequest, request, 'service')

  return {
    manage: (target, options = {}) => manage.change(target, NO_INPUT, options),
    requestManage: (target, options = {}) => manage.request(target, NO_INPUT, options),
    waitForManage: (target, options = {}) => manage.waitFor(target, options),

    inspect: (target, options = {}) => inspect.change(target, NO_INPUT, options),
    requestInspect: (target, options = {}) => inspect.request(target, NO_INPUT, options),
    waitForInspect: (target, options = {}) => inspect.waitFor(target, options),

    clean: (target, request, options = {}) => clean.change(target, cleaning(request), options),
    requestClean: (target, request, options = {}) => clean.request(target, cleaning(request), options),
    waitForClean: (target, options = {}) => clean.waitFor(target, options),

    provide: (target, options = {}) => provide.change(target, NO_INPUT, options),
    requestProvide: (target, options = {}) => provide.request(target, NO_INPUT, options),
    waitForProvide: (target, options = {}) => provide.waitFor(target, options),

    adopt: (target, options = {}) => adopt.change(target, NO_INPUT, options),
    requestAdopt: (target, options = {}) => adopt.request(target, NO_INPUT, options),
    waitForAdopt: (target, options = {}) => adopt.waitFor(target, options),

    service: (target, request, options = {}) => service.change(target, servicing(request), options),
    requestService: (target, request, options = {}) => service.request(target, servicing(request), options),
    waitForService: (target, options = {}) => service.waitFor(target, options),

    abort: (target, options = {}) => abort.change(target, NO_INPUT, options),
    requestAbort: (target, options = {}) => abort.request(target, NO_INPUT, options),
    waitForAbort: (target, options = {}) => abort.waitFor(target, options),

    unhold: (target, options = {}) => unhold.change(target, NO_INPUT, options),
    requestUnhold: (target, options = {}) => unhold.request(target, NO_INPUT, options),
    waitForUnhold: (target, options = {}) => unhold.waitFor(target, options),
  }
}
