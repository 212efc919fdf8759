import { errAsync, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { nullableText } from '../../collections/field-schemas.js'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject } from '../../requests/argument-check.js'
import { shape } from '../../requests/reply-shape.js'

/** What a machine starts from, in Ironic's words. */
export type BootDevice =
  'pxe' | 'disk' | 'cdrom' | 'bios' | 'safe' | 'wanboot' | 'iscsiboot' | 'floppy' | 'uefihttp' | (string & {})

/** What `GET /v1/nodes/{node}/management/boot_device` returns; `null` is what the controller does not tell. */
export interface NodeBootDeviceReply {
  readonly boot_device: BootDevice | null
  /** Whether it counts for more than the next start. */
  readonly persistent: boolean | null
}

const deviceShape = shape<NodeBootDeviceReply>(
  z.looseObject({ boot_device: nullableText, persistent: z.boolean().nullable() }),
)
const supportedShape = shape<{ readonly supported_boot_devices: readonly BootDevice[] }>(
  z.looseObject({ supported_boot_devices: z.array(z.string()) }),
)

const FAULTS = ['node_locked', 'unsupported_by_hardware'] as const

/** What a boot device may be refused for. */
export type NodeBootDeviceFault = (typeof FAULTS)[number]

/**
 * `/v1/nodes/{node}/management/boot_device`: what a machine starts from.
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

  /** Reads what a machine starts from; Ironic asks the machine for it, under its lock. Safe to repeat. */
  get(
    node: string,
    options?: CallOptions,
  ): ResultAsync<NodeBootDeviceReply, RequestErrorOr<NodeBootDeviceFault>> {
    return this.#part.read('get', node, deviceShape, options)
  }

  /**
   * Sets what a machine starts from. Safe to repeat.
   *
   * @param wanted - `persistent`: for more than the next start; default `false`
   * @fails rejected_request when the machine cannot start from it
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

  /** Lists what a machine can start from. Safe to repeat. */
  supported(
    node: string,
    options?: CallOptions,
  ): ResultAsync<readonly BootDevice[], RequestErrorOr<NodeBootDeviceFault>> {
    return this.#part
      .read('supported', node, supportedShape, options, { below: ['supported'] })
      .map((reply) => reply.supported_boot_devices)
  }
}
