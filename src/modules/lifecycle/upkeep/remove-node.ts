import { mayHaveHappened } from '../../../client/requests/retry-policy.js'
import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import type { NodeDeleteFault } from '../../../client/resources/node/nodes.js'
import type { NodeTarget } from '../../../operations/input-schemas.js'
import { locateNode } from '../../../operations/locate-node.js'
import type { ModuleContext, ModuleParts } from '../../../operations/module-context.js'
import { retryUntil } from '../../../operations/retry-until.js'
import type { CallScope } from '../../../operations/run-operation.js'
import { watchUntilGone } from '../../../operations/watch-node.js'
import { pending, reached } from '../../../states/verdict.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { removeAction } from './remove-plan.js'
import type { RemoveError } from './upkeep-errors.js'

/** The UUID is `undefined` when the node did not exist. */
export interface RemovedNode {
  readonly node: string | undefined
  readonly outcome: 'removed' | 'was_gone'
}

type Attempt = Result<'removed' | 'was_gone' | WatchedNode, RequestErrorOr<NodeDeleteFault>>

/** Removes a node as soon as Ironic allows it. A missing node is a success. */
export async function removeNode(
  context: ModuleContext,
  target: NodeTarget,
  work: CallScope,
): Promise<Result<RemovedNode, RemoveError>> {
  const { signal } = work
  const found = await locateNode(context, target, { signal })
  if (found.isErr())
    return found.error.kind === 'node_not_found' ? wasGone(context, target, work) : err(found.error)
  const { uuid } = found.value
  for (let node = found.value; ;) {
    const action = removeAction(node)
    if (action instanceof Error) return err(action)
    if (action === 'ask') {
      const asked = await askToRemove(context, node, work)
      if (asked.isErr()) return err(asked.error)
      if (asked.value === 'removed') return ok({ node: uuid, outcome: 'removed' })
      if (asked.value === 'was_gone') return wasGone(context, { node: uuid }, work)
      node = asked.value
      continue
    }
    const waited = await watchUntilGone(context, node, work, {
      goal: 'the node to be in a state in which it can be removed',
      judge: (seen) =>
        seen !== undefined && removeAction(seen) === 'wait'
          ? pending(`in state "${seen.provision_state}"`)
          : reached,
    })
    if (waited.isErr()) return err(waited.error)
    if (waited.value === undefined) return wasGone(context, { node: uuid }, work)
    node = waited.value
  }
}

/** Reports a missing node as gone only if this login would see it. */
async function wasGone(
  { fleet }: ModuleParts,
  target: NodeTarget,
  { signal }: CallScope,
): Promise<Result<RemovedNode, RemoveError>> {
  const gone = await fleet.requireGone(target, { signal })
  return gone.map(() => ({ node: undefined, outcome: 'was_gone' }))
}

/**
 * Asks until Ironic has removed the node or refuses for good. It reads the node before each retry, because a lock may
 * mean that another client has begun work on it. Returns the node when Ironic must not be asked now.
 */
function askToRemove(
  context: ModuleContext,
  node: WatchedNode,
  { deadlineAt: until, signal }: CallScope,
): Promise<Attempt> {
  const { client, reader } = context
  let isInDoubt = false
  return retryUntil(context, { until, signal }, async (tries): Promise<Attempt> => {
    const again = tries > 1
    const look = again ? await reader.read({ node: node.uuid }, { signal }) : ok(node)
    if (look.isErr()) return err(isInDoubt ? look.error.withSentence(MAY_BE_REMOVED) : look.error)
    if (look.value === undefined) return ok('removed')
    if (removeAction(look.value) !== 'ask') return ok(look.value)

    const deleted = await client.nodes.delete(node.uuid, { signal, retryForMs: 0 })
    if (deleted.isOk()) return ok('removed')
    const { error } = deleted
    isInDoubt ||= mayHaveHappened(error)
    if (error.kind === 'not_found') return ok(again ? 'removed' : 'was_gone')
    if (error.kind !== 'state_refused' && error.kind !== 'node_associated') return err(error)
    // Another client was quicker: the node as it is now decides.
    const now = await reader.read({ node: node.uuid }, { signal })
    if (now.isErr()) return err(now.error)
    if (now.value === undefined) return ok('removed')
    return removeAction(now.value) === 'ask' ? err(error) : ok(now.value)
  })
}

const MAY_BE_REMOVED = 'The removal of the node may have taken effect.'
