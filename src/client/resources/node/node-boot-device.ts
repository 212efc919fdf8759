import { errAsync, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { nullableText } from '../../collections/field-schemas.js'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject } from '../../requests/argument-check.js'
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
const supportedShape = shape<{ readonly supported_boot_devices: readonly BootDevice[] }>(
  z.looseObject({ supported_boot_devices: z.array(z.string()) }),
)

const FAULTS = ['node_locked', 'unsupported_by_hardware'] as const

/** The specific faults of reading and setting a boot device. */
export type NodeBootDeviceFault = (typeof FAULTS)[number]

/**
 * `/v1/nodes/{node}/management/boot_device`: the device that a node boots from.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (BootDeviceController)
 */
export class NodeBootDevice {
  readonly #part: ResourcePart<NodeBootDeviceFault>

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, {
      name: 'nodeBootDevice',
      of: 'nodes',
      path: ['management', 'boot_device'],
      faults: FAULTS,
    })
  }

  /** Reads the boot device; Ironic asks the node's controller, under the node's lock. Safe to repeat. */
  get(
    node: string,
    options?: CallOptions,
  ): ResultAsync<NodeBootDeviceReply, RequestErrorOr<NodeBootDeviceFault>> {
    return this.#part.read('get', node, deviceShape, options)
  }

  /**
   * Sets the boot device. Safe to repeat.
   *
   * @param wanted - `persistent`: for all boots, not only the next; default `false`
   * @fails rejected_request when the node cannot boot from it
   */
  set(
    node: string,
    wanted: { readonly device: BootDevice; readonly persistent?: boolean | undefined },
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<NodeBootDeviceFault>> {
    const wrong = noObject('wanted', wanted, { operation: 'nodeBootDevice.set', node })
    if (wrong !== undefined) return errAsync(wrong)
    const body = { boot_device: wanted.device, persistent: wanted.persistent ?? false }
    return this.#part.request('set', node, { method: 'PUT', body, safety: 'same_value' }, options)
  }

  /** Lists the devices that a node can boot from. Safe to repeat. */
  supported(
    node: string,
    options?: CallOptions,
  ): ResultAsync<readonly BootDevice[], RequestErrorOr<NodeBootDeviceFault>> {
    return this.#part
      .read('supported', node, supportedShape, options, { below: ['supported'] })
      .map((reply) => reply.supported_boot_devices)
  }
}
