import { ok, type Result } from 'neverthrow'
import { checkedInput } from '../../../operations/checked-input.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import type { LifecycleVerb } from '../../../operations/provision-verb-plan.js'
import {
  lifecycleChange,
  requestState,
  waitForState,
  type RequestLifecycleError,
  type WaitForLifecycleError,
} from '../../../operations/provision-verb.js'
import { waitingVerb, type VerbOutcome } from '../../../operations/waiting-verb.js'
import type { LongWork } from '../../../operations/watch-node.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { requestAbort, requestUnhold, waitForAbort, waitForUnhold } from './abort-and-unhold.js'
import { inspection, waitForInspection } from './inspect-hardware.js'
import type { LifecycleVerbs } from './lifecycle-verbs.js'
import { requestClean, serviceVerb } from './run-steps.js'
import { cleanRequest, serviceRequest, type CleanRequest, type ServiceRequest } from './steps-input.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const NOTHING = ok(undefined)

export function createLifecycleVerbs(context: ModuleContext): LifecycleVerbs {
  const manage = stateVerb('manage', 10 * MINUTE)
  const provide = stateVerb('provide', 4 * HOUR)
  const adopt = stateVerb('adopt', 30 * MINUTE)
  const inspect = waitingVerb(context, {
    ...stateParts('inspect', 40 * MINUTE),
    wait: (node, work) => waitForInspection(context, node, work),
    done: (node, outcome, work) => inspection(context, node, outcome, work),
  })
  const clean = waitingVerb(context, {
    ...stateParts('clean', 4 * HOUR),
    ask: (node, request: CleanRequest, work) => requestClean(context, node, request, work),
  })
  const service = waitingVerb(context, {
    ...stateParts('service', 4 * HOUR),
    ask: (node, request: ServiceRequest, work) => requestState(context, node, serviceVerb(request), work),
  })
  const abort = plainVerb('lifecycle.abort', 30 * MINUTE, requestAbort, waitForAbort)
  const unhold = plainVerb('lifecycle.unhold', 5 * MINUTE, requestUnhold, waitForUnhold)
  const cleaning = (request: CleanRequest) => checkedInput(cleanRequest, request, 'clean')
  const servicing = (request: ServiceRequest) => checkedInput(serviceRequest, request, 'service')

  return {
    manage: (target, options = {}) => manage.change(target, NOTHING, options),
    requestManage: (target, options = {}) => manage.request(target, NOTHING, options),
    waitForManage: (target, options = {}) => manage.waitFor(target, options),

    inspect: (target, options = {}) => inspect.change(target, NOTHING, options),
    requestInspect: (target, options = {}) => inspect.request(target, NOTHING, options),
    waitForInspect: (target, options = {}) => inspect.waitFor(target, options),

    clean: (target, request, options = {}) => clean.change(target, cleaning(request), options),
    requestClean: (target, request, options = {}) => clean.request(target, cleaning(request), options),
    waitForClean: (target, options = {}) => clean.waitFor(target, options),

    provide: (target, options = {}) => provide.change(target, NOTHING, options),
    requestProvide: (target, options = {}) => provide.request(target, NOTHING, options),
    waitForProvide: (target, options = {}) => provide.waitFor(target, options),

    adopt: (target, options = {}) => adopt.change(target, NOTHING, options),
    requestAdopt: (target, options = {}) => adopt.request(target, NOTHING, options),
    waitForAdopt: (target, options = {}) => adopt.waitFor(target, options),

    service: (target, request, options = {}) => service.change(target, servicing(request), options),
    requestService: (target, request, options = {}) => service.request(target, servicing(request), options),
    waitForService: (target, options = {}) => service.waitFor(target, options),

    abort: (target, options = {}) => abort.change(target, NOTHING, options),
    requestAbort: (target, options = {}) => abort.request(target, NOTHING, options),
    waitForAbort: (target, options = {}) => abort.waitFor(target, options),

    unhold: (target, options = {}) => unhold.change(target, NOTHING, options),
    requestUnhold: (target, options = {}) => unhold.request(target, NOTHING, options),
    waitForUnhold: (target, options = {}) => unhold.waitFor(target, options),
  }

  function stateVerb(verb: LifecycleVerb, deadlineMs: number) {
    return waitingVerb(context, stateParts(verb, deadlineMs))
  }

  function stateParts(verb: LifecycleVerb, deadlineMs: number) {
    return {
      name: `lifecycle.${verb}` as const,
      deadlineMs,
      ask: (node: WatchedNode, _: undefined, work: LongWork) =>
        requestState(context, node, { target: verb }, work),
      wait: (node: WatchedNode, work: LongWork) => waitForState(context, node, verb, work),
      asked: lifecycleChange,
      done,
    }
  }

  function plainVerb(name: `lifecycle.${string}`, deadlineMs: number, ask: Ask, wait: Wait) {
    return waitingVerb(context, {
      name,
      deadlineMs,
      ask: (node: WatchedNode, _: undefined, work) => ask(context, node, work),
      wait: (node, work) => wait(context, node, work),
      asked: lifecycleChange,
      done,
    })
  }
}

type Ask = (
  context: ModuleContext,
  node: WatchedNode,
  work: LongWork,
) => Promise<Result<VerbOutcome, RequestLifecycleError>>
type Wait = (
  context: ModuleContext,
  node: WatchedNode,
  work: LongWork,
) => Promise<Result<WatchedNode, WaitForLifecycleError>>

function done(node: WatchedNode, outcome: VerbOutcome) {
  return Promise.resolve(ok(lifecycleChange(node, outcome)))
}
