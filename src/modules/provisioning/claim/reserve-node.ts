import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { FreeForm } from '../../../client/collections/field-schemas.js'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { patchKeys, setField, type JsonPatch } from '../../../client/requests/json-patch.js'
import type { NodePatchFault } from '../../../client/resources/node/nodes.js'
import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'
import type { AskOptions, ModuleContext, ModuleParts } from '../../../operations/module-context.js'
import { NodeNotFoundError, NodeNotReadyError } from '../../../operations/node-errors.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import { sameId } from '../../../states/same-id.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { NodeTakenError, type ReserveError } from '../errors/claim-errors.js'
import { isLinkForbidden } from './link-removal.js'
import { reserveByAllocation } from './reserve-by-allocation.js'

/**
 * Returns the patch that reserves a node. Both fields go in one request: Ironic refuses it as a whole if
 * another instance has the node. That is the only compare-and-set that Ironic offers.
 */
export function reservePatch(
  { instance_info: found, instance_uuid: holder }: Pick<WatchedNode, 'instance_info' | 'instance_uuid'>,
  instance: string,
  info: FreeForm | undefined,
): JsonPatch {
  // Ironic treats another spelling of the same id as another instance.
  const spelled = holder !== null && sameId(holder, instance) ? holder : instance
  return [setField('instance_uuid', spelled), ...(info === undefined ? [] : infoPatch(found, info))]
}

/**
 * Replaces `instance_info` as a whole if a failed attempt left keys in it. Otherwise writes single keys:
 * another spawn of the instance may have deployed it meanwhile, and the keys that Ironic added must stay, above
 * all the config drive.
 */
function infoPatch(found: FreeForm | undefined, info: FreeForm): JsonPatch {
  const whole = [setField('instance_info', info)]
  const isClean = found !== undefined && Object.keys(found).every((key) => Object.hasOwn(info, key))
  return isClean ? patchKeys('instance_info', found, info).unwrapOr(whole) : whole
}

/**
 * Reserves a node for an instance. Writing the same values again changes nothing, so the client resends the
 * request if the reply is lost. Another spawn of the same instance may have started a deployment meanwhile:
 * then returns the node as it is now.
 */
export async function reserveNode(
  context: ModuleContext,
  found: WatchedNode,
  instance: string,
  info: FreeForm | undefined,
  { signal }: AskOptions,
): Promise<Result<WatchedNode, ReserveError>> {
  const { uuid: node } = found
  const patch = reservePatch(found, instance, info)
  const reserve = () => context.client.nodes.patch(node, patch, { signal })
  const first = await reserve()
  // Another call for the same instance made the link between Ironic's check and its lock.
  const patched = isHeldBy(first, instance) ? await reserve() : first
  if (patched.isOk()) return ok(patched.value)
  const cause = patched.error
  if (isLinkForbidden(cause)) return reserveByAllocation(context, node, { instance, info, signal, cause })
  switch (cause.kind) {
    case 'node_associated':
      return err(new NodeTakenError({ node, instance, holder: cause.holder, cause }))
    case 'not_found':
      return err(new NodeNotFoundError({ node, instance, cause }))
    case 'transition_in_progress':
      return lookInTransition(context, node, instance, { signal, cause, reserve })
    default:
      return err(cause)
  }
}

/**
 * Reads a node that is in a transition: another spawn of the instance may be deploying it. If the node carries
 * the instance and is free again, reserves it once more, since nothing was written.
 */
async function lookInTransition(
  { reader }: ModuleParts,
  node: string,
  instance: string,
  {
    signal,
    cause,
    reserve,
  }: AskOptions & {
    readonly cause: IronicDriverError
    readonly reserve: () => ResultAsync<WatchedNode, RequestErrorOr<NodePatchFault>>
  },
): Promise<Result<WatchedNode, ReserveError>> {
  const look = await reader.read({ node }, { signal })
  if (look.isErr()) return err(look.error)
  const seen = look.value
  if (seen !== undefined && sameId(seen.instance_uuid, instance)) {
    if (provisionStateFacts(seen.provision_state)?.occupied === true) return ok(seen)
    const again = await reserve()
    if (again.isOk()) return ok(again.value)
    const { error } = again
    const { kind } = error
    if (kind !== 'transition_in_progress' && kind !== 'node_associated' && kind !== 'not_found')
      return err(error)
  }
  return err(
    new NodeNotReadyError(
      `Node ${node} started a state change and accepts no reservation now. Take another node.`,
      'try_other_node',
      { node, instance, provisionState: seen?.provision_state ?? 'unknown', cause },
    ),
  )
}

/** Returns whether Ironic refused to reserve a node because the same instance has it. */
function isHeldBy(patched: Result<unknown, RequestErrorOr<NodePatchFault>>, instance: string): boolean {
  return patched.isErr() && patched.error.kind === 'node_associated' && sameId(patched.error.holder, instance)
}
