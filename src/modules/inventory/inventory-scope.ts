import { err, ok, type Result } from 'neverthrow'
import * as z from 'zod'
import { InvalidResponseError } from '../../client/errors/client-errors.js'
import type { NodeFilter } from '../../client/resources/node/nodes.js'
import type { InventoryNode } from './inventory-node.js'

/**
 * A part of the fleet; a node must match all fields. On a server that cannot filter by one of them the call fails, so
 * it never returns more than was requested.
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
const shardName = given.regex(/^[^,]+$/, 'contains a comma, which separates shards in a request')

export const inventoryScope: z.ZodType<InventoryScope> = z.lazy(() =>
  z.strictObject({
    shard: z
      .union([shardName, z.array(shardName).min(1, 'names no shard; leave it out for all')], {
        error: 'must be the name of a shard, or a list of them',
      })
      .optional(),
    conductorGroup: z.string().optional(),
    owner: given.optional(),
    resourceClass: given.optional(),
  }),
)

/**
 * Returns the list filter for this scope. Ironic lower-cases the shards of a filter and then finds none with a capital
 * in its name, so those are picked from the list of all shards.
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

/** Returns whether the server must support shards, even where the filter leaves them out. */
export function isSharded(scope: InventoryScope): boolean {
  return scope.shard !== undefined
}

/** Returns the listed nodes that are in the scope, or an error when the server ignored the filter. */
export function nodesInScope<Listed extends InventoryNode>(
  nodes: readonly Listed[],
  scope: InventoryScope,
): Result<readonly Listed[], InvalidResponseError> {
  const stray = nodes.find((node) => !isInScope(node, { ...scope, shard: scopeFilter(scope).shard }))
  if (stray !== undefined)
    return err(
      new InvalidResponseError(
        `Ironic returned node ${stray.uuid}, which does not match the requested scope. The list was discarded; check the proxies between this program and Ironic.`,
        { path: 'nodes' },
      ),
    )
  return ok(nodes.filter((node) => isInScope(node, scope)))
}

/** Returns whether a node is in a scope, ignoring case, as some of Ironic's databases do. */
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
