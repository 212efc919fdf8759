import { err, ok, type Result } from 'neverthrow'
import * as z from 'zod'
import { InvalidResponseError } from '../../client/errors/client-errors.js'
import type { NodeFilter } from '../../client/resources/node/nodes.js'
import type { InventoryNode } from './inventory-node.js'

/**
 * Which part of the fleet is meant; all that is given must fit. A server that cannot filter by one of them is
 * refused: never is more shown than was asked for.
 */
export interface InventoryScope {
  /** One shard or several; microversion 1.82. */
  readonly shard?: string | readonly string[] | undefined
  /** `''` is the default group; microversion 1.46. */
  readonly conductorGroup?: string | undefined
  /** Microversion 1.50. */
  readonly owner?: string | undefined
  /** Microversion 1.21. */
  readonly resourceClass?: string | undefined
}

const given = z.string().min(1, 'is empty; leave it out for all')
const shardName = given.regex(/^[^,]+$/, 'has a comma, which separates shards in a request')

/** A scope as the caller may pass it. */
export const inventoryScope: z.ZodType<InventoryScope> = z.strictObject({
  shard: z
    .union([shardName, z.array(shardName).min(1, 'names no shard; leave it out for all')], {
      error: 'must be the name of a shard, or a list of them',
    })
    .optional(),
  conductorGroup: z.string().optional(),
  owner: given.optional(),
  resourceClass: given.optional(),
})

/**
 * The filter of a list for this scope. Ironic turns the shards that it is asked for into lower case, and then finds
 * none that has a capital in its name: such ones are picked from the list of all shards.
 *
 * @see openstack/ironic `ironic/common/args.py` (string_list)
 */
export function scopeFilter(scope: InventoryScope): NodeFilter {
  const shards = shardsOf(scope)
  return {
    shard: shards?.every((shard) => shard === shard.toLowerCase()) ? shards : undefined,
    conductor_group: scope.conductorGroup,
    owner: scope.owner,
    resource_class: scope.resourceClass,
  }
}

/** Whether the scope needs the server to know of shards, also where it is not asked to filter by them. */
export function isSharded(scope: InventoryScope): boolean {
  return scope.shard !== undefined
}

/** The listed nodes that are in the scope; an error when the server has not heeded the filter that it was given. */
export function nodesInScope<Listed extends InventoryNode>(
  nodes: readonly Listed[],
  scope: InventoryScope,
): Result<readonly Listed[], InvalidResponseError> {
  const stray = nodes.find((node) => !isInScope(node, { ...scope, shard: scopeFilter(scope).shard }))
  if (stray !== undefined)
    return err(
      new InvalidResponseError(
        `Ironic was asked for a part of the fleet and answered with node ${stray.uuid}, which is not in it. The list is not used; look at what is between this program and Ironic.`,
        { path: 'nodes' },
      ),
    )
  return ok(nodes.filter((node) => isInScope(node, scope)))
}

/** Whether a node is in a scope. Databases of Ironic may compare without regard to case. */
export function isInScope(node: InventoryNode, scope: InventoryScope): boolean {
  const shards = shardsOf(scope)
  return (
    (shards === undefined || shards.some((shard) => isSame(node.shard, shard))) &&
    (scope.conductorGroup === undefined || isSame(node.conductor_group, scope.conductorGroup)) &&
    (scope.owner === undefined || isSame(node.owner, scope.owner)) &&
    (scope.resourceClass === undefined || isSame(node.resource_class, scope.resourceClass))
  )
}

function shardsOf({ shard }: InventoryScope): readonly string[] | undefined {
  return typeof shard === 'string' ? [shard] : shard
}

function isSame(value: string | null | undefined, wanted: string): boolean {
  return value?.toLowerCase() === wanted.toLowerCase()
}
