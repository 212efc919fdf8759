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
import { isLinkForbidden } from './link-forbidden.js'
import { reserveByAllocation } from './reserve-by-allocation.js'

/**
 * The patch that claims a node. Both fields go in one request: Ironic refuses it as a whole when another instance
 * has the node, which is the only compare-and-set that it offers.
 */
export function reservePatch(
  { instance_info: found, instance_uuid: holder }: Pick<WatchedNode, 'instance_info' | 'instance_uuid'>,
  instance: string,
  info: FreeForm | undefined,
): JsonPatch {
  // Ironic takes another spelling of the id that is there for another instance.
  const spelled = holder !== null && sameId(holder, instance) ? holder : instance
  return [setField('instance_uuid', spelled), ...(info === undefined ? [] : infoPatch(found, info))]
}

/**
 * What a failed attempt has left goes, so that the whole is written anew. Where there is nothing of that kind, single
 * keys are: another spawn of the instance may have deployed it meanwhile, and what Ironic has added then stays, the
 * config drive above all.
 */
function infoPatch(found: FreeForm | undefined, info: FreeForm): JsonPatch {
  const whole = [setField('instance_info', info)]
  const isClean = found !== undefined && Object.keys(found).every((key) => Object.hasOwn(info, key))
  return isClean ? patchKeys('instance_info', found, info).unwrapOr(whole) : whole
}

/**
 * Claims a node for an instance. Writing the same values again changes nothing, so a lost reply is sent again by
 * the client. Another spawn of the same instance may be quicker, and have begun to deploy: the node is then returned
 * as it is by now, which is no longer as it was found.
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
  // The link was made between Ironic's look and its lock, by another call for the same instance.
  const patched = first.isErr() && sameId(holderIn(first.error), instance) ? await reserve() : first
  if (patched.isOk()) return ok(patched.value)
  const cause = patched.error
  if (isLinkForbidden(cause)) return reserveByAllocation(context, node, { instance, info, signal, cause })
  switch (cause.kind) {
    case 'node_associated':
      return err(new NodeTakenError({ node, instance, holder: holderIn(cause), cause }))
    case 'not_found':
      return err(new NodeNotFoundError({ node, instance, cause }))
    case 'transition_in_progress':
      return lookInTransition(context, node, instance, { signal, cause, reserve })
    default:
      return err(cause)
  }
}

/**
 * A node that is on its way between two states: with the instance, by another spawn of it, or for something else. One
 * that has the instance and is free again by now is reserved once more, since nothing was written on it.
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
      `Node ${node} began to change its state at that moment and takes no reservation. Take another node.`,
      'try_other_node',
      { node, instance, provisionState: seen?.provision_state ?? 'unknown', cause },
    ),
  )
}

/** `Node … is associated with instance <uuid>.` */
function holderIn(error: RequestErrorOr<NodePatchFault>): string | undefined {
  return error.kind === 'node_associated'
    ? /with instance ([0-9a-f-]{36})/i.exec(error.fault)?.[1]
    : undefined
}
