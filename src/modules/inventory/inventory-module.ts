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

/** An instance and the machine that carries it. */
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
 * - `leaving`: the instance is being torn down, or that has failed: the machine may still hold it, although Ironic
 *   may have forgotten which it was.
 * - `gone`: there is no such node, or no node carries the instance.
 * - `not_found_or_hidden`: nothing is found, by a login that sees only the nodes of its own project.
 */
export type InstanceExistence =
  | { readonly state: 'present' | 'leaving'; readonly node: ProvisioningStatus }
  /** The node is that which was named, if it is there. */
  | { readonly state: 'gone'; readonly node: ProvisioningStatus | undefined }
  | { readonly state: 'not_found_or_hidden'; readonly node: undefined }

export interface InventoryOptions extends AskOptions {
  /** Default: all that this login may see. */
  readonly scope?: InventoryScope | undefined
  /**
   * How old a list may be that an earlier call has read, in milliseconds from when that was asked for. Default: 0,
   * which reads a new one; those who ask at the same moment share it all the same.
   */
  readonly maxAgeMs?: number | undefined
}

/** How one instance is found: in which part of the fleet, and how old a list may be used for it. */
export type FindInstanceOptions = InventoryOptions

export interface PlacementOptions extends InventoryOptions {
  /**
   * For each node by UUID, the traits that the caller has from Ironic so far: what has come and gone is told against
   * these, so that traits of others are left alone. Default: none.
   */
  readonly knownTraits?: Readonly<Record<string, readonly string[]>> | undefined
  /** Whether a machine that carries an active instance still is offered. Default: `reserved`, it is not. */
  readonly inUse?: InUse | undefined
}

/** The machines as resource providers of Placement. */
export interface PlacementReport {
  readonly providers: readonly PlacementProvider[]
  /** Machines that cannot be one. They spoil nothing of the others. */
  readonly problems: readonly {
    readonly node: string
    readonly name: string | null
    readonly problem: string
  }[]
}

export interface WatchInventoryOptions extends AskOptions {
  /** Default: all that this login may see. */
  readonly scope?: InventoryScope | undefined
  /** How often to look, in milliseconds, give or take some; more seldom when Ironic is slow. Default: 15 seconds. */
  readonly everyMs?: number | undefined
}

/** What machines and instances there are. */
export interface InventoryModule {
  /**
   * Lists the machines, but for those that are parts of another one. One request for each thousand. Safe to repeat.
   * The list is whole, or it is an error.
   *
   * @fails unsupported_api_version when the server is too old to filter by the scope
   */
  nodes(options?: InventoryOptions): ResultAsync<readonly InventoryNode[], ListMachinesError>

  /**
   * Lists the instances with the machines that carry them. One request for each thousand. Safe to repeat.
   *
   * @fails unsupported_api_version when the server is too old to filter by the scope
   */
  instances(options?: InventoryOptions): ResultAsync<readonly InventoryInstance[], ListMachinesError>

  /**
   * Finds one instance by UUID, in one request, or by name, for which those in the scope are listed. Safe to repeat.
   *
   * @fails instance_not_found when no machine in the scope carries it
   * @fails ambiguous_name when several instances have the name
   */
  instance(ident: string, options?: FindInstanceOptions): ResultAsync<InventoryInstance, FindInstanceError>

  /**
   * Says whether a node exists, or whether an instance is on a node. One request, a second one when the instance is
   * not on the node that was named. Safe to repeat.
   *
   * An answer is Ironic's own; every error means that it is not known. Name the node of an instance where it is
   * known: Ironic forgets the instance even when a tear-down fails.
   */
  exists(target: NodeTarget, options?: AskOptions): ResultAsync<InstanceExistence, ExistsError>

  /**
   * Reads what a machine is made of: cpus, memory, disk, architecture, capabilities, traits. Malformed properties are
   * told and fail nothing. One request; safe to repeat.
   *
   * @see openstack/nova `nova/virt/ironic/driver.py` (_node_resource)
   */
  resources(target: NodeTarget, options?: AskOptions): ResultAsync<NodeResources, ResourcesError>

  /**
   * Tells what to write into OpenStack's Placement for each machine: its resource class, inventory and traits. One
   * request for each thousand machines; safe to repeat. Nothing is written.
   *
   * @fails unsupported_api_version when the server is too old to filter by the scope
   */
  placement(options?: PlacementOptions): ResultAsync<PlacementReport, ListMachinesError>

  /**
   * Tells what changes: first each machine as `added`, then what has come, gone or changed since the look before.
   * One list for each look, none while the consumer is busy. Each change is an `ok`. Safe to repeat: each watch begins
   * anew.
   *
   * Ironic may be out of reach for a while: for five minutes nothing is told of that, then there is an `err`, one for
   * each five minutes, and the watch goes on; what has changed meanwhile is told once Ironic is back. It ends when the
   * signal is aborted, the consumer leaves, or, after an `err`, with what cannot pass: wrong input, a server that is
   * too old.
   */
  watch(options?: WatchInventoryOptions): AsyncIterable<Result<InventoryChange, RequestError>>

  /** Forgets the lists that were read before, whatever their age. Safe to repeat; nothing is sent. */
  forget(): void
}
