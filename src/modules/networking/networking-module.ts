import type { ResultAsync } from 'neverthrow'
import type { Vif } from '../../client/resources/node/node-vifs.js'
import { checkedInput } from '../../operations/checked-input.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { attachVif, detachVif, type PlugError, type UnplugError, type VifAttachment } from './attach-vif.js'
import type { NetworkData } from './network-data.js'
import { severalVifs, vifId, vifRequest, type VifRequest } from './networking-input.js'
import { readNetworkData, type NetworkDataError } from './read-network-data.js'
import { syncVifs, type SyncedVifs, type SyncError } from './sync-vifs.js'
import { describedVif, type DescribedVif } from './vif-network-input.js'

/** The errors of listing the VIFs of a node. */
export type ListVifsError = LocateError
/** The errors of attaching a VIF. */
export type AttachVifError = LocateError | PlugError
/** The errors of detaching a VIF. */
export type DetachVifError = LocateError | UnplugError
/** The errors of changing all VIFs of a node. */
export type SyncVifsError = LocateError | SyncError
/** The errors of describing the networks of a node. */
export type ReadNetworkDataError = LocateError | NetworkDataError

/**
 * Attaches VIFs (virtual network interfaces) to nodes, and describes their networks. Microversion 1.28.
 *
 * @example
 * ```ts
 * import type { IronicDriver } from 'ironic-driver'
 *
 * export async function moveTo({ networking }: IronicDriver, instance: string, vif: string): Promise<void> {
 *   // Detaches all other VIFs, and restores them if the new one cannot be attached.
 *   const synced = await networking.syncVifs({ instance }, [{ id: vif }])
 *   if (synced.isErr()) throw synced.error
 * }
 * ```
 */
export interface NetworkingModule {
  /**
   * Lists the VIFs of a node. Safe to repeat. Two requests. With the network interface `noop`, Ironic records no VIFs,
   * and the list is empty.
   */
  vifs(target: NodeTarget, options?: AskOptions): ResultAsync<readonly Vif[], ListVifsError>

  /**
   * Attaches a VIF to a node. Safe to repeat: a second call for the same node returns `was_there`. Ironic may change the
   * MAC address of the network service's port to that of the node's port. Ironic does not check other nodes: detach the
   * VIF there first.
   *
   * One request after reading the node; up to three when a port or port group is named (microversion 1.67).
   *
   * @fails vif_already_attached when Ironic reports it as attached, but this node does not show it
   * @fails port_unusable when the named port is not the node's, carries another VIF, or the VIF is on another port
   * @fails no_free_port when the node has no suitable port left
   * @fails vif_invalid when the VIF does not fit the node, for example because of its physical network
   * @see openstack/ironic `ironic/drivers/modules/network/common.py` (get_free_port_like_object)
   */
  attachVif(
    target: NodeTarget,
    vif: VifRequest,
    options?: AskOptions,
  ): ResultAsync<VifAttachment, AttachVifError>

  /** Detaches a VIF from a node. Safe to repeat: a VIF that is not attached counts as done. */
  detachVif(target: NodeTarget, vif: string, options?: AskOptions): ResultAsync<void, DetachVifError>

  /**
   * Replaces the VIFs of a node by the given ones: detaches all others, attaches the missing ones, and moves those that
   * are on another port than the one named. Safe to repeat: a second call changes nothing, except that it attaches all
   * VIFs again where Ironic records none (`noop`). A failed call is undone, and each VIF returns to its previous port.
   *
   * @fails vif_undo_incomplete when the call failed and not everything could be undone, with what remains
   * @fails vif_already_attached, port_unusable, no_free_port, vif_invalid as `attachVif`, after undoing all changes
   * @fails port_unusable when a named port is not the node's, or carries a VIF that is not listed there
   * @fails no_free_port when the node has no suitable port left
   * @fails vif_invalid when a VIF does not fit the node, for example because of its physical network
   */
  syncVifs(
    target: NodeTarget,
    vifs: readonly VifRequest[],
    options?: AskOptions,
  ): ResultAsync<SyncedVifs, SyncVifsError>

  /**
   * Describes the networks of a node as `network_data.json`: its network cards with their own MAC addresses (which
   * Ironic may have copied to the network service's ports), bonds with their members and options, VLANs, and the MTU of
   * each link. Safe to repeat. Two or three requests.
   *
   * This library does not query the network service: pass what you know of each VIF's network in `vifs`. The default is
   * IPv4 by DHCP and an MTU of 1500. Without `vifs`, all VIFs of the node get that default.
   *
   * @fails vif_missing when Ironic shows a VIF on no port of the node, and the request names no port for it
   * @see openstack/nova `doc/api_schemas/network_data.json`
   */
  networkData(
    target: NodeTarget,
    vifs?: readonly DescribedVif[],
    options?: AskOptions,
  ): ResultAsync<NetworkData, ReadNetworkDataError>
}

/** Builds the networking module alone; a driver has it as `driver.networking`. */
export function createNetworkingModule(context: ModuleContext): NetworkingModule {
  return {
    vifs: (target, options = {}) =>
      workOnNode(context, { operation: 'networking.vifs', target, options }, ({ uuid }, { signal }) =>
        context.client.nodeVifs.list(uuid, { signal }),
      ),

    attachVif: (target, vif, options = {}) =>
      workOnNode(
        context,
        { operation: 'networking.attachVif', target, options, input: checkedInput(vifRequest, vif, 'vif') },
        ({ uuid }, { signal }, wanted) => attachVif(context, uuid, wanted, { signal }),
      ),

    detachVif: (target, vif, options = {}) =>
      workOnNode(
        context,
        { operation: 'networking.detachVif', target, options, input: checkedInput(vifId, vif, 'vif') },
        ({ uuid }, { signal }, id) => detachVif(context, uuid, id, { signal }),
      ),

    syncVifs: (target, vifs, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'networking.syncVifs',
          target,
          options,
          input: checkedInput(severalVifs(vifRequest), vifs, 'vifs'),
        },
        ({ uuid }, { signal }, wanted) => syncVifs(context, uuid, wanted, { signal }),
      ),

    networkData: (target, vifs, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'networking.networkData',
          target,
          options,
          input: checkedInput(severalVifs(describedVif).optional(), vifs, 'vifs'),
        },
        ({ uuid }, { signal }, described) => readNetworkData(context, uuid, described, { signal }),
      ),
  }
}
