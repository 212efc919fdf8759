import type { AsyncDisposal } from '../../clock/async-disposal.js'
import type { Result, ResultAsync } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { AskOptions } from '../../operations/module-context.js'
import type { ProvisioningStatus } from '../../operations/node-status.js'
import type { InventoryChange } from './inventory-changes.js'
import type { ExistsError, FindInstanceError, ListMachinesError, ResourcesError } from './inventory-errors.js'
import type { InventoryNode } from './inventory-node.js'
import type { InventoryScope } from './inventory-scope.js'
import type { NodeResources } from './node-resources.js'
import type { InUse, PlacementProvider } from './placement-provider.js'

/** An instance and the node that carries it. */
export interface InventoryInstance {
  /** UUID. */
  readonly instance: string
  /** `instance_name` of the node, or `display_name` in its `instance_info` where that is not set. */
  readonly name: string | null
  readonly node: InventoryNode
}

/**
 * Whether something exists.
 *
 * - `present`: the node is there, or carries the instance.
 * - `leaving`: the instance is being torn down, or its tear-down failed: the node may still hold it, although Ironic
 *   may no longer know which instance it was.
 * - `gone`: the node does not exist, or no node carries the instance.
 * - `not_found_or_hidden`: nothing was found, but the login sees only the nodes of its own project.
 */
export type InstanceExistence =
  | { readonly state: 'present' | 'leaving'; readonly node: ProvisioningStatus }
  /** `node` is the node that was passed, if it exists. */
  | { readonly state: 'gone'; readonly node: ProvisioningStatus | undefined }
  | { readonly state: 'not_found_or_hidden'; readonly node: undefined }

export interface InventoryOptions extends AskOptions {
  /** Default: all nodes that this login may see. */
  readonly scope?: InventoryScope | undefined
  /**
   * Accepts a list of an earlier call up to this age, in milliseconds since its request. Default: 0, which reads a new
   * list; simultaneous calls share one list all the same.
   */
  readonly maxAgeMs?: number | undefined
}

/** Where to look for an instance, and how old a list may be used. */
export type FindInstanceOptions = InventoryOptions

export interface PlacementOptions extends InventoryOptions {
  /**
   * For each node by UUID, the traits that you have received from Ironic so far. The report lists additions and
   * removals against these, so that traits from other sources are left alone. Default: none.
   */
  readonly knownTraits?: Readonly<Record<string, readonly string[]>> | undefined
  /** Whether to offer a node that carries an active instance. Default: `reserved`, which does not. */
  readonly inUse?: InUse | undefined
}

/** The nodes as resource providers of Placement. */
export interface PlacementReport {
  readonly providers: readonly PlacementProvider[]
  /** Nodes that cannot be a provider. They do not affect the others. */
  readonly problems: readonly {
    readonly node: string
    readonly name: string | null
    readonly problem: string
  }[]
}

export interface WatchInventoryOptions extends AskOptions {
  /** Default: all nodes that this login may see. */
  readonly scope?: InventoryScope | undefined
  /** Poll interval in milliseconds, with jitter; longer when Ironic is slow. Default: 15 seconds. */
  readonly everyMs?: number | undefined
}

/**
 * Lists and watches nodes and instances.
 *
 * @example
 * ```ts
 * import type { IronicDriver } from 'ironic-driver'
 *
 * export async function report({ inventory }: IronicDriver, signal: AbortSignal): Promise<void> {
 *   for await (const change of inventory.watch({ scope: { resourceClass: 'large' }, signal })) {
 *     if (change.isErr()) throw change.error
 *     const { change: kind } = change.value
 *     const node = kind === 'removed' ? change.value.before : change.value.node
 *     console.log(kind, node.name ?? node.uuid, node.provision_state)
 *   }
 * }
 * ```
 */
export interface InventoryModule {
  /**
   * Lists the nodes, except child nodes. One request for each thousand nodes. Safe to repeat. Returns the whole list or
   * an error.
   *
   * @fails unsupported_api_version when the server is too old to filter by the scope
   */
  nodes(options?: InventoryOptions): ResultAsync<readonly InventoryNode[], ListMachinesError>

  /**
   * Lists the instances with the nodes that carry them. One request for each thousand nodes. Safe to repeat.
   *
   * @fails unsupported_api_version when the server is too old to filter by the scope
   */
  instances(options?: InventoryOptions): ResultAsync<readonly InventoryInstance[], ListMachinesError>

  /**
   * Finds an instance by UUID, in one request, or by name, by listing those in the scope. Safe to repeat.
   *
   * @fails instance_not_found when no node in the scope carries it
   * @fails ambiguous_name when several instances have the name
   */
  instance(ident: string, options?: FindInstanceOptions): ResultAsync<InventoryInstance, FindInstanceError>

  /**
   * Reports whether a node exists, or whether a node carries an instance. One request, or two when the instance is not
   * on the node that was passed. Safe to repeat.
   *
   * Every error means that the answer is unknown. Pass the node with the instance if you know it: Ironic forgets the
   * instance even when its tear-down fails.
   */
  exists(target: NodeTarget, options?: AskOptions): ResultAsync<InstanceExistence, ExistsError>

  /**
   * Reads a node's resources: cpus, memory, disk, architecture, capabilities, traits. Reports malformed properties
   * without failing. One request; safe to repeat.
   *
   * @see openstack/nova `nova/virt/ironic/driver.py` (_node_resource)
   */
  resources(target: NodeTarget, options?: AskOptions): ResultAsync<NodeResources, ResourcesError>

  /**
   * Returns what to write into OpenStack's Placement for each node: its resource class, inventory and traits. Writes
   * nothing. One request for each thousand nodes; safe to repeat.
   *
   * @fails unsupported_api_version when the server is too old to filter by the scope
   */
  placement(options?: PlacementOptions): ResultAsync<PlacementReport, ListMachinesError>

  /**
   * Yields changes as `ok`: first each node as `added`, then the nodes added, removed or changed since the last poll.
   * One list request for each poll, and none while the consumer is busy. Safe to repeat: each watch starts over.
   *
   * While Ironic cannot be reached, the watch continues and yields one `err` for every five minutes of outage. The
   * changes of that time follow once Ironic is back. The watch ends when the signal is aborted, when the consumer
   * leaves, at the end of the block of an `await using`, or after an `err` that does not pass: invalid input, or a
   * server that is too old.
   */
  watch(options?: WatchInventoryOptions): AsyncIterable<Result<InventoryChange, RequestError>> & AsyncDisposal

  /** Discards all cached lists. Safe to repeat; sends no request. */
  forget(): void
}
