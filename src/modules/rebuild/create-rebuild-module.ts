import { okAsync } from 'neverthrow'
import { checkedInput } from '../../operations/checked-input.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { provisioningStatus } from '../../operations/node-status.js'
import { waitingVerb } from '../../operations/waiting-verb.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { RebuildModule, RebuildOutcome, RebuiltInstance } from './rebuild-module.js'
import { rebuildRequest, type CheckedRebuild, type RebuildRequest } from './rebuild-request.js'
import { requestRebuild, waitForRebuild } from './redeploy-instance.js'

/** Builds the rebuild module alone; a driver has it as `driver.rebuild`. */
export function createRebuildModule(context: ModuleContext): RebuildModule {
  const given = (request: RebuildRequest) => checkedInput(rebuildRequest, request)
  const redeploy = waitingVerb(context, {
    name: 'rebuild.redeploy',
    deadlineMs: 60 * 60_000,
    also: ['instance_info', 'instance_name'],
    ask: (node, request: CheckedRebuild, work) => requestRebuild(context, node, request, work),
    wait: (node, work) => waitForRebuild(context, node, work),
    joined: 'joined',
    asked: rebuilt,
    done: (node, outcome) => okAsync(rebuilt(node, outcome)),
  })

  return {
    redeploy: (target, request = {}, options = {}) => redeploy.change(target, given(request), options),
    requestRedeploy: (target, request = {}, options = {}) =>
      redeploy.request(target, given(request), options),
    waitForRedeploy: (target, options = {}) => redeploy.waitFor(target, options),
  }
}

function rebuilt(node: WatchedNode, outcome: RebuildOutcome): RebuiltInstance {
  return { ...provisioningStatus(node), outcome }
}
