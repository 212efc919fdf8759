import type { ResultAsync } from 'neverthrow'
import type { VolumeTarget } from '../../client/resources/volume-targets.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { AskOptions } from '../../operations/module-context.js'
import type { StorageConnector } from './storage-connector.js'
import type {
  AttachTargetError,
  ConnectorError,
  DetachTargetError,
  ListTargetsError,
} from './storage-errors.js'
import type { ConnectorOptions, VolumeRequest } from './storage-input.js'

/** A volume on a machine: whether this call put it there, and the target that stands for it. */
export interface TargetAttachment {
  readonly outcome: 'attached' | 'was_there'
  readonly target: VolumeTarget
}

/**
 * Connects machines to volumes, from which they may boot. Microversion 1.32. Ironic uses them only on nodes with a
 * `storage_interface` other than `noop`, and with the next deployment; exporting a volume is the storage service's own
 * affair.
 *
 * @see openstack/ironic `doc/source/admin/boot-from-volume.rst`
 */
export interface StorageModule {
  /**
   * Collects what a storage service has to know of a machine before it exports a volume to it. Safe to repeat. Two
   * requests, or four where the network card decides.
   *
   * The address is that of the first `ip` connector, IPv4 first; where there is none, that of the VIF on the network
   * card of a `mac` connector; then that of the first VIF in `vifs`. Ironic knows no addresses of VIFs, so without
   * `vifs` the last two are left out.
   */
  connector(target: NodeTarget, options?: ConnectorOptions): ResultAsync<StorageConnector, ConnectorError>

  /** Lists the volumes that a machine is connected to. Two requests; safe to repeat. Passwords are masked. */
  targets(target: NodeTarget, options?: AskOptions): ResultAsync<readonly VolumeTarget[], ListTargetsError>

  /**
   * Connects a machine to a volume. Safe to repeat: the same volume at the same boot index is `was_there`, with the
   * properties that it had.
   *
   * @fails volume_target_taken when another volume has the boot index
   * @fails outcome_unknown when the answer was lost, and the volume is not shown
   */
  attachTarget(
    target: NodeTarget,
    volume: VolumeRequest,
    options?: AskOptions,
  ): ResultAsync<TargetAttachment, AttachTargetError>

  /**
   * Disconnects a machine from a volume, and from no other. Safe to repeat: one that is not there counts as done.
   *
   * @param volume - UUID of the target, or the volume as its storage service calls it
   * @fails state_refused when the node is neither off nor still being set up
   */
  detachTarget(target: NodeTarget, volume: string, options?: AskOptions): ResultAsync<void, DetachTargetError>
}
