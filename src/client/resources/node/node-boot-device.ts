import * as z from 'zod'
import { nullableText } from '../../collections/field-schemas.js'
import { ResourcePart, type PartCall, type PartCallWith } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'
import { shape } from '../../requests/reply-shape.js'

/** A device that a node boots from, in Ironic's words. */
export type BootDevice =
  'pxe' | 'disk' | 'cdrom' | 'bios' | 'safe' | 'wanboot' | 'iscsiboot' | 'floppy' | 'uefihttp' | (string & {})

/** What `GET /v1/nodes/{node}/management/boot_device` returns; `null` if the controller does not report it. */
export interface NodeBootDeviceReply {
  readonly boot_device: BootDevice | null
  /** Whether it applies to all boots, not only to the next. */
  readonly persistent: boolean | null
}

const deviceShape = shape<NodeBootDeviceReply>(
  z.looseObject({ boot_device: nullableText, persistent: z.boolean().nullable() }),
)

const FAULTS = ['node_locked', 'unsupported_by_hardware'] as const

/** The specific faults of reading and setting a boot device. */
export type NodeBootDeviceFault = (typeof FAULTS)[number]

/**
 * `/v1/nodes/{node}/management/boot_device`: the device that a node boots from.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (BootDeviceController)
 */
export interface NodeBootDevice {
  /** Reads the boot device; Ironic asks the node's controller, under the node's lock. Safe to repeat. */
  readonly get: PartCall<NodeBootDeviceReply, NodeBootDeviceFault>

  /**
   * Sets the boot device for the next boot or, with `persistent`, for all boots. Safe to repeat.
   *
   * @fails rejected_request when the node cannot boot from it
   */
  readonly set: PartCallWith<
    [wanted: { readonly device: BootDevice; readonly persistent?: boolean | undefined }],
    void,
    NodeBootDeviceFault
  >

  /** Lists the devices that a node can boot from. Safe to repeat. */
  readonly supported: PartCall<readonly BootDevice[], NodeBootDeviceFault>
}

/** @internal */
export function createNodeBootDevice(send: SendRequest): NodeBootDevice {
  const path = ['management', 'boot_device']
  const part = new ResourcePart(send, { name: 'nodeBootDevice', of: 'nodes', path, faults: FAULTS })
  const supported = { below: ['supported'] }
  return {
    get: part.read('get', deviceShape),
    set: part.callWith(
      'set',
      ({ device, persistent = false }) => {
        const body = { boot_device: device, persistent }
        return { method: 'PUT', body, safety: 'same_value' }
      },
      'wanted',
    ),
    supported: part.readField('supported', 'supported_boot_devices', z.array(z.string()), supported),
  }
}
