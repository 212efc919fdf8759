import { err, ok, type Result } from 'neverthrow'
import type { ModuleContext } from '../../operations/module-context.js'
import { InstanceNotFoundError } from '../../operations/node-errors.js'
import { foldId, isUuid, sameId } from '../../states/same-id.js'
import { AmbiguousNameError, type FindInstanceError } from './inventory-errors.js'
import type { FindInstanceOptions, InventoryInstance } from './inventory-module.js'
import { inventoryFields, inventoryNode, type ListedNode } from './inventory-node.js'
import type { InventoryReader } from './inventory-reader.js'
import { isInScope } from './inventory-scope.js'

/** Finds an instance by UUID in one request, or in a list when a name is passed or a cached list is accepted. */
export async function findInstance(
  context: ModuleContext,
  reader: InventoryReader,
  ident: string,
  { scope = {}, maxAgeMs = 0, signal }: FindInstanceOptions,
): Promise<Result<InventoryInstance, FindInstanceError>> {
  const uuid = isUuid(ident) ? foldId(ident) : undefined
  if (uuid !== undefined && maxAgeMs === 0) {
    const features = await context.client.features({ signal })
    if (features.isErr()) return err(features.error)
    const fields = inventoryFields(features.value, ['instance_info'])
    const carrier = await context.reader.finder.carrier({ instance: uuid }, fields, { signal })
    if (carrier.isErr()) return err(carrier.error)
    const carriers: readonly ListedNode[] = carrier.value === undefined ? [] : [carrier.value]
    return theOne(ident, carriers.filter((node) => isInScope(node, scope)).map(instanceOn))
  }
  const listed = await reader.read({ view: 'instances', scope, maxAgeMs, signal })
  if (listed.isErr()) return err(listed.error)
  const instances = listed.value.map(instanceOn)
  return theOne(
    ident,
    instances.filter(({ instance, name }) => (uuid === undefined ? name === ident : sameId(instance, uuid))),
  )
}

/** Returns the instance that a node carries. */
export function instanceOn(node: ListedNode): InventoryInstance {
  const { instance_uuid, instance_name, instance_info } = node
  const displayName = instance_info?.['display_name']
  return {
    instance: instance_uuid ?? '',
    name: instance_name ?? (typeof displayName === 'string' ? displayName : null),
    node: inventoryNode(node),
  }
}

function theOne(
  ident: string,
  found: readonly InventoryInstance[],
): Result<InventoryInstance, FindInstanceError> {
  const [first, ...others] = found
  if (first === undefined) return err(new InstanceNotFoundError({ instance: ident }))
  if (others.length === 0) return ok(first)
  return err(new AmbiguousNameError(ident, { instances: found.map(({ instance }) => instance) }))
}
