import { errAsync, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { InvalidInputError } from '../../../errors/invalid-input-error.js'
import { freeForm, type FreeForm } from '../../collections/field-schemas.js'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject } from '../../requests/argument-check.js'
import { shape } from '../../requests/reply-shape.js'

/** A drive that a management controller makes up for a machine. */
export type VirtualMediaDevice = 'cdrom' | 'disk' | 'floppy'

/** An image to put into a virtual drive. */
export interface VirtualMediaImage {
  readonly device: VirtualMediaDevice
  /** `http`, `https`, `nfs`, `cifs` or `smb`. */
  readonly imageUrl: string
  /**
   * How the machine gets it: `http` gives the machine the URL itself, `local` and `swift` a copy that the conductor
   * makes. Default: `local`.
   */
  readonly downloadSource?: 'http' | 'local' | 'swift' | undefined
}

const mediaShape = shape<readonly FreeForm[]>(z.array(freeForm))

const FAULTS = ['node_locked', 'unsupported_by_hardware'] as const

/** What virtual media may be refused for. */
export type NodeVmediaFault = (typeof FAULTS)[number]

/**
 * `/v1/nodes/{node}/vmedia`: images in virtual drives of a machine. Microversion 1.89.
 *
 * Ironic accepts a change before it knows whether the machine can: a failure stands in the node's `last_error` only.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeVmediaController)
 */
export class NodeVmedia {
  readonly #part: ResourcePart<NodeVmediaFault>

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, {
      name: 'nodeVmedia',
      of: 'nodes',
      path: ['vmedia'],
      needs: ['virtual_media'],
      faults: FAULTS,
    })
  }

  /**
   * Lists the virtual drives of a machine, in the words of its driver. Safe to repeat. Microversion 1.93.
   *
   * @fails unsupported_by_hardware when the driver has none
   */
  list(
    node: string,
    options?: CallOptions,
  ): ResultAsync<readonly FreeForm[], RequestErrorOr<NodeVmediaFault>> {
    return this.#part.read('list', node, mediaShape, options, { needs: ['virtual_media_list'] })
  }

  /**
   * Asks for an image to be put into a virtual drive, which Ironic accepts and then works on. A lost reply is left to
   * the caller, since the conductor would fetch the image again.
   *
   * @fails rejected_request when Ironic cannot fetch by such a URL
   */
  attach(
    node: string,
    image: VirtualMediaImage,
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<NodeVmediaFault>> {
    const wrong = noObject('image', image, { operation: 'nodeVmedia.attach', node })
    if (wrong !== undefined) return errAsync(wrong)
    const body = {
      device_type: image.device,
      image_url: image.imageUrl,
      image_download_source: image.downloadSource,
    }
    return this.#part.request('attach', node, { method: 'POST', body, safety: 'once' }, options)
  }

  /**
   * Asks for virtual drives to be emptied, which Ironic accepts and then works on. Safe to repeat.
   *
   * @param detachment - `devices`: which drives; all of them when absent
   */
  detach(
    node: string,
    detachment: CallOptions & { readonly devices?: readonly VirtualMediaDevice[] | undefined } = {},
  ): ResultAsync<void, RequestErrorOr<NodeVmediaFault>> {
    const operation = 'nodeVmedia.detach'
    const wrong = noObject('options', detachment, { operation, node })
    if (wrong !== undefined) return errAsync(wrong)
    const { devices, ...options } = detachment
    if (devices !== undefined && !(Array.isArray(devices) && devices.length > 0)) {
      const problem = 'names no drive; name those to empty, or leave it out to empty all'
      return errAsync(new InvalidInputError('devices', problem, { operation, node }))
    }
    const query = { device_types: devices }
    return this.#part.request('detach', node, { method: 'DELETE', query, safety: 'same_value' }, options)
  }
}
