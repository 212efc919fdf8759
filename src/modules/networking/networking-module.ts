import type { ResultAsync } from 'neverthrow'
import type { Vif } from '../../client/resources/node/node-vifs.js'
import { checkedInput } from '../../operations/checked-input.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { workOnNode, workOnNodeWith } from '../../operations/work-on-node.js'
import { attachVif, detachVif, type PlugError, type UnplugError, type VifAttachment } from './attach-vif.js'
import type { NetworkData } from './network-data.js'
import { severalVifs, vifId, vifRequest, type VifRequest } from './networking-input.js'
import { readNetworkData, type NetworkDataError } from './read-network-data.js'
import { syncVifs, type SyncedVifs, type SyncError } from './sync-vifs.js'
import { describedVif, type DescribedVif } from './vif-network-input.js'

/** What listing the VIFs of a machine can end with. */
export type ListVifsError = LocateError
/** What plugging in a VIF can end with. */
export type AttachVifError = LocateError | PlugError
/** What unplugging a VIF can end with. */
export type DetachVifError = LocateError | UnplugError
/** What changing all VIFs of a machine can end with. */
export type SyncVifsError = LocateError | SyncError
/** What describing the networks of a machine can end with. */
export type ReadNetworkDataError = LocateError | NetworkDataError

/** Plugs virtual networks into machines. Microversion 1.28. */
export interface NetworkingModule {
  /**
   * Lists the VIFs of a machine. Safe to repeat. Two requests. With the network interface `noop` Ironic records
   * none, and the list is empty.
   */
  vifs(target: NodeTarget, options?: AskOptions): ResultAsync<readonly Vif[], ListVifsError>

  /**
   * Plugs a VIF into a machine. Safe to repeat: on the same machine a second call is `was_there`. Ironic may
   * change the MAC address of the network service's port to that of the machine's. It does not look at other machines:
   * unplug a VIF there before it is plugged in here.
   *
   * One request after the node was read; where a port or port group is named (microversion 1.67), up to three.
   *
   * @fails vif_already_attached when Ironic says so, and this machine does not show it
   * @fails port_unusable when the named port is not the machine's, carries another VIF, or the VIF is on another port
   * @fails no_free_port when the machine has no port left that fits
   * @fails vif_invalid when it does not fit the machine, by its physical network for one
   * @see openstack/ironic `ironic/drivers/modules/network/common.py` (get_free_port_like_object)
   */
  attachVif(
    target: NodeTarget,
    vif: VifRequest,
    options?: AskOptions,
  ): ResultAsync<VifAttachment, AttachVifError>

  /** Unplugs a VIF from a machine. Safe to repeat: one that is not plugged in counts as done. */
  detachVif(target: NodeTarget, vif: string, options?: AskOptions): ResultAsync<void, DetachVifError>

  /**
   * Makes the VIFs of a machine just those that are given: unplugs all others, then plugs in what is missing; one at
   * another place than the one named is moved. Safe to repeat: a second call changes nothing, but where Ironic records
   * no VIFs (`noop`), it asks for all of them again. What fails is undone, each VIF at the place where it was.
   *
   * @fails vif_undo_incomplete when it failed and not all could be undone, with what remains
   * @fails vif_already_attached, port_unusable, no_free_port, vif_invalid as `attachVif`, with all as it was before
   */
  syncVifs(
    target: NodeTarget,
    vifs: readonly VifRequest[],
    options?: AskOptions,
  ): ResultAsync<SyncedVifs, SyncVifsError>

  /**
   * Describes the networks of a machine as `network_data.json`: its network cards with their own addresses, to which
   * Ironic may have changed those of the network service's ports, bonds with their members and options, VLANs, an MTU
   * everywhere. Safe to repeat. Two or three requests.
   *
   * This library does not ask the network service: what it knows of a VIF's network comes with `vifs`, IPv4 by DHCP
   * and an MTU of 1500 otherwise. Without `vifs`, all VIFs of the machine are described so.
   *
   * @fails vif_missing when Ironic shows a VIF on no port of the machine, and none is named for it
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
      workOnNodeWith(
        context,
        { operation: 'networking.attachVif', target, options },
        checkedInput(vifRequest, vif, 'vif'),
        ({ uuid }, wanted, { signal }) => attachVif(context, uuid, wanted, { signal }),
      ),

    detachVif: (target, vif, options = {}) =>
      workOnNodeWith(
        context,
        { operation: 'networking.detachVif', target, options },
        checkedInput(vifId, vif, 'vif'),
        ({ uuid }, id, { signal }) => detachVif(context, uuid, id, { signal }),
      ),

    syncVifs: (target, vifs, options = {}) =>
      workOnNodeWith(
        context,
        { operation: 'networking.syncVifs', target, options },
        checkedInput(severalVifs(vifRequest), vifs, 'vifs'),
        ({ uuid }, wanted, { signal }) => syncVifs(context, uuid, wanted, { signal }),
      ),

    networkData: (target, vifs, options = {}) =>
      workOnNodeWith(
        context,
        { operation: 'networking.networkData', target, options },
        checkedInput(severalVifs(describedVif).optional(), vifs, 'vifs'),
        ({ uuid }, described, { signal }) => readNetworkData(context, uuid, described, { signal }),
      ),
  }
}
