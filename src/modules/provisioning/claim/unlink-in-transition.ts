import { err, ok, type Result } from 'neverthrow'
import { detachedSignal } from '../../../client/requests/call-signal.js'
import { removeField } from '../../../client/requests/json-patch.js'
import { mayHaveHappened } from '../../../client/requests/retry-policy.js'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import type { NodeNotReadyError } from '../../../operations/node-errors.js'
import { LATE_EFFECT_MS } from '../../../operations/retry-until.js'
import type { LinkedNode, LinkRemoval, RemoveLinkError } from './link-removal.js'
import { removeLink } from './remove-link.js'
import { endUnlinkMaintenance, unlinkReason } from './unlink-maintenance.js'

/**
 * Removes the link of a node that is being cleaned. Ironic then accepts one change only: the removal of the
 * link alone, of a node in maintenance. So the cleaning continues; aborting it would leave the node to an
 * operator. No deployment starts in maintenance, so what is read after setting it still holds at the removal.
 * The maintenance lasts for that one request, and ends with any outcome. The maintenance of an operator stays.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodesController.patch),
 * `ironic/conductor/deployments.py` (validate_node)
 */
export async function unlinkInTransition(
  context: ModuleContext,
  node: LinkedNode,
  { signal }: AskOptions,
): Promise<Result<LinkRemoval, RemoveLinkError | NodeNotReadyError>> {
  const { instance_uuid: instance, maintenance, maintenance_reason } = node
  const remove = () => removeLink(context, node, [removeField('instance_uuid')], { signal })
  const reason = unlinkReason(instance)
  // A process that died before ending it has set a maintenance with this reason.
  if (maintenance && maintenance_reason !== reason) return remove()

  const call = { signal, retryForMs: 0, reason }
  const set = maintenance ? ok(undefined) : await context.client.nodeMaintenance.set(node.uuid, call)
  const removal = set.isErr() ? err(set.error) : await remove()
  if (set.isErr() && mayHaveHappened(set.error)) await context.clock.sleep(LATE_EFFECT_MS)
  const ended = await endUnlinkMaintenance(context, node, instance, { signal: detachedSignal(signal) })
  return ended.isErr() ? err(ended.error) : removal
}
