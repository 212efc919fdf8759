import { ok } from 'neverthrow'
import { checkedInput } from '../../../operations/checked-input.js'
import type { ModuleContext, WaitOptions } from '../../../operations/module-context.js'
import type { LongWork } from '../../../operations/watch-node.js'
import { workOnNode } from '../../../operations/work-on-node.js'
import { pathOf } from './bring-to-plan.js'
import { bringTo } from './bring-to.js'
import type { LifecyclePaths } from './lifecycle-paths.js'
import { bringToOptions, goalState, planPathOptions, recoverOptions } from './path-input.js'
import { recoverNode } from './recover-node.js'

const DEADLINE_MS = 4 * 60 * 60_000

export function createLifecyclePaths(context: ModuleContext): LifecyclePaths {
  return {
    recover: (target, options = {}) => {
      const operation = 'lifecycle.recover'
      const checked = checkedInput(recoverOptions, options, 'options')
      return workOnNode(
        context,
        { operation, target, argument: ok(undefined), options: checked },
        (node, _, { instance = 'keep', endMaintenance = 'of_failed_step', ...given }) =>
          recoverNode(context, node, { ...during(operation, given), instance, endMaintenance }),
      )
    },

    bringTo: (target, state, options = {}) => {
      const operation = 'lifecycle.bringTo'
      const checked = checkedInput(bringToOptions, options, 'options')
      return workOnNode(
        context,
        { operation, target, argument: checkedInput(goalState, state, 'state'), options: checked },
        (node, to, { allow = [], ...given }) =>
          bringTo(context, node, { ...during(operation, given), to, allow }),
      )
    },

    plan: (target, state, options = {}) => {
      const checked = checkedInput(planPathOptions, options, 'options')
      return workOnNode(
        context,
        {
          operation: 'lifecycle.plan',
          target,
          argument: checkedInput(goalState, state, 'state'),
          options: checked,
        },
        (node, to, { allow = [] }) => {
          const { uuid, instance_uuid, provision_state: from } = node
          return Promise.resolve(
            ok({ node: uuid, instance: instance_uuid, from, to, ...pathOf(node, to, allow) }),
          )
        },
      )
    },
  }

  function during(operation: string, options: WaitOptions): LongWork {
    const { signal, onProgress, deadlineMs = DEADLINE_MS } = options
    return { operation, signal, onProgress, deadlineAt: context.clock.now() + deadlineMs }
  }
}
