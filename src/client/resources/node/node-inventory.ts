import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { freeForm, type FreeForm } from '../../collections/field-schemas.js'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestError } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { shape } from '../../requests/reply-shape.js'

/** What the last inspection of a node found. */
export interface NodeInventoryReply {
  /** The hardware: `cpu`, `memory`, `disks`, `interfaces`, `system_vendor`, `bmc_address` and more, as far as found. */
  readonly inventory: FreeForm
  /** What hooks of the inspection added. */
  readonly plugin_data: FreeForm
}

const inventoryShape = shape<NodeInventoryReply>(
  z.looseObject({ inventory: freeForm, plugin_data: freeForm }),
)

/** `/v1/nodes/{node}/inventory`: what the last inspection found. Microversion 1.81. */
export class NodeInventory {
  readonly #part: ResourcePart

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, {
      name: 'nodeInventory',
      of: 'nodes',
      path: ['inventory'],
      needs: ['node_inventory'],
    })
  }

  /**
   * Reads what the last inspection of a node found. Safe to repeat.
   *
   * @fails not_found when there is no such node, or Ironic keeps no inventory of it
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeInventoryController)
   */
  get(node: string, options?: CallOptions): ResultAsync<NodeInventoryReply, RequestError> {
    return this.#part.read('get', node, inventoryShape, options)
  }
}
