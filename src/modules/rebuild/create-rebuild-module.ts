import { err, ok, type Result } from 'neverthrow'
import { checkedInput } from '../../operations/checked-input.js'
import { waitOptions, type Target } from '../../operations/input-schemas.js'
import type { ModuleContext, WaitOptions } from '../../operations/module-context.js'
import { provisioningStatus } from '../../operations/node-status.js'
import type { LongWork } from '../../operations/watch-node.js'
import { workOnNode } from '../../operations/work-on-node.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { RebuildError } from './rebuild-errors.js'
import type { RebuildModule, RebuildOutcome, Rebuilt } from './rebuild-module.js'
import { rebuildRequest, type RebuildRequest } from './rebuild-request.js'
import { requestRebuild, waitForRebuild } from './redeploy-instance.js'

const DEADLINE_MS = 60 * 60_000

/** Builds the rebuild module alone; a driver has it as `driver.rebuild`. */
export function createRebuildModule(context: ModuleContext): RebuildModule {
  return {
    redeploy: (target, request = {}, options = {}) =>
      workOnNode(
        context,
        asking('rebuild.redeploy', target, request, options),
        async (node, wanted, given): Promise<Result<Rebuilt, RebuildError>> => {
          const work = during('rebuild.redeploy', given)
          const asked = await requestRebuild(context, node, wanted, work)
          if (asked.isErr()) return err(asked.error)
          const waited = await waitForRebuild(context, node, work)
          return waited.map((seen) => rebuilt(seen, asked.value))
        },
      ),

    requestRedeploy: (target, request = {}, options = {}) =>
      workOnNode(
        context,
        asking('rebuild.requestRedeploy', target, request, options),
        async (node, wanted, given) => {
          const asked = await requestRebuild(context, node, wanted, during('rebuild.requestRedeploy', given))
          return asked.map((outcome) => rebuilt(node, outcome))
        },
      ),

    waitForRedeploy: (target, options = {}) => {
      const operation = 'rebuild.waitForRedeploy'
      const checked = checkedInput(waitOptions, options, 'options')
      return workOnNode(
        context,
        { operation, target, argument: ok(undefined), options: checked },
        async (node, _, given) => {
          const waited = await waitForRebuild(context, node, during(operation, given))
          return waited.map((seen) => rebuilt(seen, 'joined'))
        },
      )
    },
  }

  function asking(operation: string, target: Target, request: RebuildRequest, options: WaitOptions) {
    return {
      operation,
      target,
      argument: checkedInput(rebuildRequest, request),
      options: checkedInput(waitOptions, options, 'options'),
      also: ['instance_info', 'instance_name'] as const,
    }
  }

  function during(operation: string, options: WaitOptions): LongWork {
    const { signal, onProgress, deadlineMs = DEADLINE_MS } = options
    return { operation, signal, onProgress, deadlineAt: context.clock.now() + deadlineMs }
  }
}

function rebuilt(node: WatchedNode, outcome: RebuildOutcome): Rebuilt {
  return { ...provisioningStatus(node), outcome }
}
