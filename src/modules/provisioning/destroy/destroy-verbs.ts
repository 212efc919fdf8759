import { ok } from 'neverthrow'
import { runBulk } from '../../../operations/bulk-run.js'
import { checkedInput } from '../../../operations/checked-input.js'
import {
  instanceOnNode,
  target as targetSchema,
  waitOptions,
  type NodeTarget,
} from '../../../operations/input-schemas.js'
import type { ModuleContext, WaitOptions } from '../../../operations/module-context.js'
import { runOperation, withDeadline } from '../../../operations/run-operation.js'
import { destroyInstance, waitUntilGone } from './destroy-instance.js'
import {
  destroyAllOptions,
  destroyOptions,
  destroyTargets,
  type DestroyAllOptions,
  type DestroyOptions,
} from './destroy-options.js'

const DEADLINE_MS = 30 * 60_000

/** A destroy also ends well where it finds no node: so it is made unlike the other verbs that wait. */
export function createDestroyVerbs(context: ModuleContext) {
  return {
    destroy: (target: NodeTarget, options: DestroyOptions = {}) =>
      runOperation(
        context,
        { operation: 'provisioning.destroy', deadlineMs: DEADLINE_MS },
        checkedInput(targetSchema, target, 'target'),
        checkedInput(destroyOptions, options, 'options'),
        (wanted, { until: upTo = 'gone', ...work }) =>
          destroyInstance(context, { ...work, target: wanted, upTo }),
      ),

    requestDestroy: (target: NodeTarget, options: WaitOptions = {}) =>
      runOperation(
        context,
        { operation: 'provisioning.requestDestroy', deadlineMs: DEADLINE_MS },
        checkedInput(targetSchema, target, 'target'),
        checkedInput(waitOptions, options, 'options'),
        (wanted, work) => destroyInstance(context, { ...work, target: wanted, upTo: 'asked' }),
      ),

    waitForDestroy: (
      target: { readonly node: string; readonly instance: string },
      options: WaitOptions = {},
    ) =>
      runOperation(
        context,
        { operation: 'provisioning.waitForDestroy', deadlineMs: DEADLINE_MS },
        checkedInput(instanceOnNode, target, 'target'),
        checkedInput(waitOptions, options, 'options'),
        (wanted, work) => waitUntilGone(context, wanted, work),
      ),

    destroyAll: (targets: readonly NodeTarget[], options: DestroyAllOptions = {}) =>
      runOperation(
        context,
        { operation: 'provisioning.destroyAll' },
        checkedInput(destroyTargets, targets, 'targets'),
        checkedInput(destroyAllOptions, options, 'options'),
        async (items, given) => {
          const destroy = (target: NodeTarget) =>
            withDeadline(
              context,
              given.deadlineMs ?? DEADLINE_MS,
              given,
              ({ until: upTo = 'gone', ...work }) => destroyInstance(context, { ...work, target, upTo }),
            )
          return ok(await runBulk({ ...given, items, subjectOf: (target) => target, work: destroy }))
        },
      ),
  }
}
