import { ok } from 'neverthrow'
import type { ModuleContext } from '../module-context.js'
import { waitingVerb } from '../waiting-verb.js'
import { lifecycleChange, requestState, waitForState } from './change-state.js'
import type { LifecycleVerb } from './lifecycle-verb-plan.js'
import type { LifecycleVerbs } from './lifecycle-verbs.js'

const MINUTE = 60_000

export function createLifecycleVerbs(context: ModuleContext): LifecycleVerbs {
  const manage = plainVerb('manage', 10 * MINUTE)
  const provide = plainVerb('provide', 240 * MINUTE)

  return {
    manage: (target, options = {}) => manage.change(target, NOTHING, options),
    requestManage: (target, options = {}) => manage.request(target, NOTHING, options),
    waitForManage: (target, options = {}) => manage.waitFor(target, options),

    provide: (target, options = {}) => provide.change(target, NOTHING, options),
    requestProvide: (target, options = {}) => provide.request(target, NOTHING, options),
    waitForProvide: (target, options = {}) => provide.waitFor(target, options),
  }

  /** A verb without arguments. */
  function plainVerb(verb: LifecycleVerb, deadlineMs: number) {
    return waitingVerb(context, {
      name: `lifecycle.${verb}`,
      deadlineMs,
      ask: (node, _: undefined, work) => requestState(context, node, { target: verb }, work),
      wait: (node, work) => waitForState(context, node, verb, work),
      asked: lifecycleChange,
      done: (node, outcome) => Promise.resolve(ok(lifecycleChange(node, outcome))),
    })
  }
}

const NOTHING = ok(undefined)
