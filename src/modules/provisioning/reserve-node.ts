import { err, ok, type Result } from 'neverthrow'
import { setField, type JsonPatch } from '../../client/json-patch.js'
import type { FreeForm } from '../../client/schemas/field-schemas.js'
import type { Node } from '../../client/schemas/node-schema.js'
import type { AskOptions, ModuleContext } from '../module-context.js'
import { NodeNotFoundError, NodeNotReadyError } from '../module-errors.js'
import { NodeTakenError, type ReserveError } from './provisioning-errors.js'

/**
 * The patch that claims a node. Both fields go in one request: Ironic refuses it as a whole when another instance
 * has the node, which is the only compare-and-set that it offers.
 */
export function reservePatch(instance: string, info: FreeForm | undefined): JsonPatch {
  return [
    setField('instance_uuid', instance),
    ...(info === undefined ? [] : [setField('instance_info', info)]),
  ]
}

/**
 * Claims a node for an instance. Writing the same values again changes nothing, so a lost reply is sent again by
 * the client, and losing the race to oneself is not possible.
 */
export async function reserveNode(
  { client }: ModuleContext,
  node: string,
  instance: string,
  info: FreeForm | undefined,
  options: AskOptions,
): Promise<Result<Node, ReserveError>> {
  const patched = await client.nodes.patch(node, reservePatch(instance, info), { signal: options.signal })
  if (patched.isOk()) return ok(patched.value)
  const cause = patched.error
  switch (cause.kind) {
    case 'node_associated':
      return err(new NodeTakenError({ node, instance, holder: holderIn(cause.fault), cause }))
    case 'not_found':
      return err(new NodeNotFoundError({ node, instance, cause }))
    case 'transition_in_progress':
      return err(
        new NodeNotReadyError(
          `Node ${node} has begun to change its state meanwhile and takes no reservation. Take another node.`,
          'try_other_node',
          { node, instance, provisionState: 'unknown', cause },
        ),
      )
    default:
      return err(cause)
  }
}

/** `Node … is associated with instance <uuid>.` */
function holderIn(fault: string): string | undefined {
  return /with instance ([0-9a-f-]{36})/i.exec(fault)?.[1]
}
