import { err, ok, type Result } from 'neverthrow'
import type { Target } from '../input-schemas.js'
import { InstanceMismatchError, InstanceNotFoundError, NodeNotFoundError } from '../module-errors.js'
import type { AskOptions, ModuleContext } from '../module-context.js'
import type { ResourcesError } from './inventory-errors.js'
import { inventoryFields, type InventoryNode } from './inventory-node.js'

/** Reads the machine that a target names, in one request, and checks that it carries the instance that is named. */
export async function locateInventoryNode(
  { client }: ModuleContext,
  { node, instance }: Target,
  { signal }: AskOptions,
): Promise<Result<InventoryNode, ResourcesError>> {
  const features = await client.features({ signal })
  if (features.isErr()) return err(features.error)
  const fields = inventoryFields(features.value)
  if (node === undefined) {
    const listed = await client.nodes.list({ signal, fields, filter: { instance_uuid: instance } }).all()
    if (listed.isErr()) return err(listed.error)
    const nodes: readonly InventoryNode[] = listed.value
    const carrier = nodes.find((one) => one.instance_uuid === instance)
    return carrier === undefined ? err(new InstanceNotFoundError({ instance })) : ok(carrier)
  }
  const found = await client.nodes.get(node, { signal, fields })
  if (found.isErr())
    return err(
      found.error.kind === 'not_found' ? new NodeNotFoundError({ node, cause: found.error }) : found.error,
    )
  const seen: InventoryNode = found.value
  if (instance === undefined || seen.instance_uuid === instance) return ok(seen)
  return err(new InstanceMismatchError({ node: seen.uuid, instance, found: seen.instance_uuid }))
}
