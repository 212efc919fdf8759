import { err, ok, type Result } from 'neverthrow'
import { NodeNotReadyError } from '../../operations/node-errors.js'
import { provisionStateFacts } from '../../states/provision-states.js'
import { PROVISION_VERBS, verbIsLegal } from '../../states/provision-verbs.js'
import { sameId } from '../../states/same-id.js'
import type { WatchedNode } from '../../waiting/watched-node.js'

/** A node that is known to carry an instance. */
export type InstanceNode = WatchedNode & { readonly instance_uuid: string }

/**
 * What rebuilding takes: `ask` for it, or `join` a deployment that is under way, whoever has asked for that one.
 */
export function rebuildAction(node: WatchedNode): Result<'ask' | 'join', NodeNotReadyError> {
  const { uuid, instance_uuid: instance, provision_state: state } = node
  if (!hasInstance(node)) return err(notReady(node, 'carries no instance'))
  const via: readonly string[] = PROVISION_VERBS.rebuild.via
  if (via.includes(state)) return ok('join')
  if (verbIsLegal('rebuild', state) !== false) return ok('ask')
  const isBusy = provisionStateFacts(state)?.phase === 'busy'
  const from = PROVISION_VERBS.rebuild.from.join(', ')
  return err(
    new NodeNotReadyError(
      `Node ${uuid} is in state "${state}", in which it cannot be rebuilt; that takes one of ${from}.`,
      isBusy ? 'retry_later' : 'check_state',
      { node: uuid, instance: instance ?? undefined, provisionState: state },
    ),
  )
}

export function hasInstance(node: WatchedNode): node is InstanceNode {
  return node.instance_uuid !== null
}

/**
 * Whether a node shows that Ironic took the verb since it was found. That it only moved tells nothing when Ironic has
 * refused all of ours: a rescue of others ends where a rebuild does.
 */
export function rebuildBegan(found: InstanceNode, seen: WatchedNode, mayBeOurs: boolean): boolean {
  const { via, ends, failures } = PROVISION_VERBS.rebuild
  const among = (states: readonly string[]) => states.includes(seen.provision_state)
  if (!sameId(seen.instance_uuid, found.instance_uuid)) return false
  if (among(via)) return true
  return (
    mayBeOurs && among([...ends, ...failures]) && seen.provision_updated_at !== found.provision_updated_at
  )
}

export function notReady(node: WatchedNode, problem: string): NodeNotReadyError {
  return new NodeNotReadyError(`Node ${node.uuid} ${problem}. Nothing was rebuilt.`, 'check_state', {
    node: node.uuid,
    instance: node.instance_uuid ?? undefined,
    provisionState: node.provision_state,
  })
}
