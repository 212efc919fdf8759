import { err, ok, type Result } from 'neverthrow'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { AskOptions, ModuleParts } from '../../operations/module-context.js'
import {
  InstanceMismatchError,
  InstanceNotFoundError,
  NodeNotFoundError,
} from '../../operations/node-errors.js'
import { sameId } from '../../states/same-id.js'
import type { ResourcesError } from './inventory-errors.js'
import { inventoryFields, type InventoryNode } from './inventory-node.js'

/** Reads the target node in one request, and checks that it carries the target instance. */
export async function locateInventoryNode(
  { client, reader }: ModuleParts,
  { node, instance }: NodeTarget,
  { signal }: AskOptions,
): Promise<Result<InventoryNode, ResourcesError>> {
  const features = await client.features({ signal })
  if (features.isErr()) return err(features.error)
  const fields = inventoryFields(features.value)
  if (node === undefined) {
    const carrier = await reader.finder.carrier({ instance }, fields, { signal })
    if (carrier.isErr()) return err(carrier.error)
    return carrier.value === undefined ? err(new InstanceNotFoundError({ instance })) : ok(carrier.value)
  }
  const found = await reader.finder.named(node, fields, { signal })
  if (found.isErr()) return err(found.error)
  if (found.value === undefined) return err(new NodeNotFoundError({ node }))
  const seen: InventoryNode = found.value
  if (instance === undefined || sameId(seen.instance_uuid, instance)) return ok(seen)
  return err(new InstanceMismatchError({ node: seen.uuid, instance, found: seen.instance_uuid }))
}
