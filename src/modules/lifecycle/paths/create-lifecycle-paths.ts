import { okAsync } from 'neverthrow'
import { checkedInput } from '../../../operations/checked-input.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { workOnNode } from '../../../operations/work-on-node.js'
import { pathOf } from './bring-to-plan.js'
import { bringTo } from './bring-to.js'
import type { LifecyclePaths } from './lifecycle-paths.js'
import { bringToOptions, goalState, planPathOptions, recoverOptions, type GoalState } from './path-input.js'
import { recoverNode } from './recover-node.js'

const DEADLINE_MS = 4 * 60 * 60_000

export function createLifecyclePaths(context: ModuleContext): LifecyclePaths {
  const goal = (state: GoalState) => checkedInput(goalState, state, 'state')

  return {
    recover: (target, options = {}) =>
      workOnNode(
        context,
        { operation: 'lifecycle.recover', target, options, schema: recoverOptions, deadlineMs: DEADLINE_MS },
        (node, { instance = 'keep', endMaintenance = 'of_failed_step', ...work }) =>
          recoverNode(context, node, { ...work, instance, endMaintenance }),
      ),

    bringTo: (target, state, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'lifecycle.bringTo',
          target,
          options,
          schema: bringToOptions,
          deadlineMs: DEADLINE_MS,
          input: goal(state),
        },
        (node, { allow = [], ...work }, to) => bringTo(context, node, { ...work, to, allow }),
      ),

    plan: (target, state, options = {}) =>
      workOnNode(
        context,
        { operation: 'lifecycle.plan', target, options, schema: planPathOptions, input: goal(state) },
        (node, { allow = [] }, to) => {
          const { uuid, instance_uuid, provision_state: from } = node
          return okAsync({ node: uuid, instance: instance_uuid, from, to, ...pathOf(node, to, allow) })
        },
      ),
  }
}
