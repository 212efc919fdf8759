import { errAsync, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { InvalidInputError } from '../../../errors/invalid-input-error.js'
import { freeForm, type FreeForm } from '../../collections/field-schemas.js'
import { ResourcePart, type PartCall, type PartCallWith } from '../../collections/resource-part.js'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject, readingArguments } from '../../requests/argument-check.js'
import { shape } from '../../requests/reply-shape.js'

/** A virtual drive of a management controller. */
export type VirtualMediaDevice = 'cdrom' | 'disk' | 'floppy'

/** An image to insert into a virtual drive. */
export interface VirtualMediaImage {
  readonly device: VirtualMediaDevice
  /** `http`, `https`, `nfs`, `cifs` or `smb`. */
  readonly imageUrl: string
  /**
   * How the node gets the image: `http` passes it the URL itself, `local` and `swift` the URL of a copy made by the
   * conductor. Default: `local`.
   */
  readonly downloadSource?: 'http' | 'local' | 'swift' | undefined
}

const FAULTS = ['node_locked', 'unsupported_by_hardware'] as const

/** The specific faults of virtual media. */
export type NodeVmediaFault = (typeof FAULTS)[number]

/**
 * `/v1/nodes/{node}/vmedia`: images in virtual drives of a node. Microversion 1.89.
 *
 * Ironic accepts a change before it knows whether the hardware supports it: a failure shows only in the node's
 * `last_error`.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeVmediaController)
 */
export interface NodeVmedia {
  /**
   * Lists the virtual drives of a node, in its driver's form. Safe to repeat. Microversion 1.93.
   *
   * @fails unsupported_by_hardware when the driver does not support virtual media
   */
  readonly list: PartCall<readonly FreeForm[], NodeVmediaFault>

  /**
   * Requests inserting an image into a virtual drive; Ironic accepts the request and executes it afterwards. The
   * caller has to handle a lost reply, since a second call would fetch the image again.
   *
   * @fails rejected_request when Ironic does not support such a URL
   */
  readonly attach: PartCallWith<[image: VirtualMediaImage], void, NodeVmediaFault>

  /**
   * Requests ejecting the images of virtual drives; Ironic accepts the request and executes it afterwards. Safe to
   * repeat.
   *
   * @param detachment - `devices`: which drives; all if absent
   */
  readonly detach: (
    node: string,
    detachment?: CallOptions & { readonly devices?: readonly VirtualMediaDevice[] | undefined },
  ) => ResultAsync<void, RequestErrorOr<NodeVmediaFault>>
}

/** @internal */
export function createNodeVmedia(send: SendRequest): NodeVmedia {
  const facts = { name: 'nodeVmedia', of: 'nodes', path: ['vmedia'], faults: FAULTS } as const
  const part = new ResourcePart(send, { ...facts, needs: ['virtual_media'] })
  return {
    list: part.read('list', shape(z.array(freeForm)), { needs: ['virtual_media_list'] }),
    attach: part.callWith(
      'attach',
      ({ device, imageUrl, downloadSource }) => {
        const body = { device_type: device, image_url: imageUrl, image_download_source: downloadSource }
        return { method: 'POST', body, safety: 'once' }
      },
      'image',
    ),
    detach: (node, detachment = {}) => {
      const about = { operation: 'nodeVmedia.detach', node }
      return readingArguments(
        about,
        () => {
          const wrong = noObject('options', detachment, about)
          if (wrong !== undefined) return errAsync(wrong)
          const { devices, ...options } = detachment
          if (devices !== undefined && !(Array.isArray(devices) && devices.length > 0)) {
            const problem = 'is empty; name the drives to eject, or leave it out to eject all'
            return errAsync(new InvalidInputError('devices', problem, about))
          }
          const query = { device_types: devices }
          return part.send('detach', node, { method: 'DELETE', query, safety: 'same_value' }, options)
        },
        errAsync,
      )
    },
  }
}
