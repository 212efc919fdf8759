import type { ResultAsync } from 'neverthrow'
import type { VolumeTarget } from '../../client/resources/volume-targets.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { type StorageConnector, readConnector } from './storage-connector.js'
import type {
  AttachTargetError,
  ConnectorError,
  DetachTargetError,
  ListTargetsError,
} from './storage-errors.js'
import {
  type ConnectorOptions,
  type VolumeRequest,
  connectorOptions,
  volumeName,
  volumeRequest,
} from './storage-input.js'
import { checkedInput } from '../../operations/checked-input.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { attachTarget, detachTarget, listTargets, type TargetAttachment } from './attach-target.js'

/**
 * Connects nodes to volumes, from which they can boot. Microversion 1.32. Ironic uses the volumes only on nodes with a
 * `storage_interface` other than `noop`, and from the next deployment on. Export the volume in the storage service
 * yourself.
 *
 * @see openstack/ironic `doc/source/admin/boot-from-volume.rst`
 *
 * @example
 * ```ts
 * import type { IronicDriver } from 'ironic-driver'
 *
 * export async function bootFrom({ storage }: IronicDriver, node: string, volumeId: string): Promise<void> {
 *   const connector = await storage.connector({ node })
 *   if (connector.isErr()) throw connector.error
 *   // Export the volume to this connector in the storage service, which returns the properties of the connection.
 *   const properties = { target_portal: '192.0.2.9:3260', target_iqn: 'iqn.2010-10.org:web-1', target_lun: 0 }
 *   const attached = await storage.attachTarget({ node }, { volumeId, volumeType: 'iscsi', bootIndex: 0, properties })
 *   if (attached.isErr()) throw attached.error
 * }
 * ```
 */
export interface StorageModule {
  /**
   * Collects the identifiers of a node that a storage service needs to export a volume to it. Safe to repeat. Two
   * requests, or four when the address depends on the network card.
   *
   * The address is that of the first `ip` connector, IPv4 first; otherwise that of the VIF on the network card of a `mac`
   * connector; otherwise that of the first VIF in `vifs`. Ironic does not know the addresses of VIFs, so the last two
   * need `vifs`.
   */
  connector(target: NodeTarget, options?: ConnectorOptions): ResultAsync<StorageConnector, ConnectorError>

  /** Lists the volumes that a node is connected to. Two requests; safe to repeat. Passwords are masked. */
  targets(target: NodeTarget, options?: AskOptions): ResultAsync<readonly VolumeTarget[], ListTargetsError>

  /**
   * Connects a node to a volume. Safe to repeat: for the same volume at the same boot index, returns `was_there` and
   * keeps the existing properties.
   *
   * @fails volume_target_taken when another volume has the boot index
   * @fails outcome_unknown when the answer was lost and the node does not show the volume
   * @fails state_refused when the state of the node does not allow it
   */
  attachTarget(
    target: NodeTarget,
    volume: VolumeRequest,
    options?: AskOptions,
  ): ResultAsync<TargetAttachment, AttachTargetError>

  /**
   * Disconnects a node from one volume. Safe to repeat: a volume that is not attached counts as done.
   *
   * @param volume - UUID of the target, or the storage service's id of the volume
   * @fails state_refused when the node is not off; newer Ironic also allows `enroll`, `manageable` and `adopt failed`
   */
  detachTarget(target: NodeTarget, volume: string, options?: AskOptions): ResultAsync<void, DetachTargetError>
}

/** Builds the storage module alone; a driver has it as `driver.storage`. */
export function createStorageModule(context: ModuleContext): StorageModule {
  return {
    connector: (target, options = {}) =>
      workOnNode(
        context,
        { operation: 'storage.connector', target, options, schema: connectorOptions, also: ['properties'] },
        (node, given) => readConnector(context, node, given),
      ),

    targets: (target, options = {}) =>
      workOnNode(context, { operation: 'storage.targets', target, options }, (node, call) =>
        listTargets(context, node.uuid, call),
      ),

    attachTarget: (target, volume, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'storage.attachTarget',
          target,
          options,
          input: checkedInput(volumeRequest, volume, 'volume'),
        },
        (node, call, wanted) => attachTarget(context, node.uuid, wanted, call),
      ),

    detachTarget: (target, volume, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'storage.detachTarget',
          target,
          options,
          input: checkedInput(volumeName, volume, 'volume'),
        },
        (node, call, name) => detachTarget(context, node.uuid, name, call),
      ),
  }
}
