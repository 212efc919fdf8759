import { okAsync } from 'neverthrow'
import { checkedInput } from '../../../operations/checked-input.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { NO_INPUT } from '../../../operations/waiting-verb.js'
import { workOnNode } from '../../../operations/work-on-node.js'
import { pathOf } from './bring-to-plan.js'
import { bringTo } from './bring-to.js'
import type { LifecyclePaths } from './lifecycle-paths.js'
import { bringToOptions, goalState, planPathOptions, recoverOptions } from './path-input.js'
import { recoverNode } from './recover-node.js'

const DEADLINE_MS = 4 * 60 * 60_000

export function createLifecyclePaths(context: ModuleContext): LifecyclePaths {
  return {
    recover: (target, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'lifecycle.recover',
          target,
          argument: NO_INPUT,
          options: checkedInput(recoverOptions, options, 'options'),
          deadlineMs: DEADLINE_MS,
        },
        (node, _, { instance = 'keep', endMaintenance = 'of_failed_step', ...work }) =>
          recoverNode(context, node, { ...work, instance, endMaintenance }),
      ),

    bringTo: (target, state, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'lifecycle.bringTo',
          target,
          argument: checkedInput(goalState, state, 'state'),
          options: checkedInput(bringToOptions, options, 'options'),
          deadlineMs: DEADLINE_MS,
        },
        (node, to, { allow = [], ...work }) => bringTo(context, node, { ...work, to, allow }),
      ),

    plan: (target, state, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'lifecycle.plan',
          target,
          argument: checkedInput(goalState, state, 'state'),
          options: checkedInput(planPathOptions, options, 'options'),
        },
        (node, to, { allow = [] }) => {
          const { uuid, instance_uuid, provision_state: from } = node
          return okAsync({ node: uuid, instance: instance_uuid, from, to, ...pathOf(node, to, allow) })
        },
      ),
  }
}
