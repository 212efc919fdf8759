import * as z from 'zod'
import { freeForm, type FreeForm } from '../../collections/field-schemas.js'
import { ResourcePart, type PartCall } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'
import { shape } from '../../requests/reply-shape.js'

/** The results of the last inspection of a node. */
export interface NodeInventoryReply {
  /** The hardware found: `cpu`, `memory`, `disks`, `interfaces`, `system_vendor`, `bmc_address` and more. */
  readonly inventory: FreeForm
  /** Data added by hooks of the inspection. */
  readonly plugin_data: FreeForm
}

const inventoryShape = shape<NodeInventoryReply>(
  z.looseObject({ inventory: freeForm, plugin_data: freeForm }),
)

/** `/v1/nodes/{node}/inventory`: the results of the last inspection. Microversion 1.81. */
export interface NodeInventory {
  /**
   * Reads the results of the last inspection of a node. Safe to repeat.
   *
   * @fails not_found when there is no such node, or it has no inventory
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeInventoryController)
   */
  readonly get: PartCall<NodeInventoryReply>
}

/** @internal */
export function createNodeInventory(send: SendRequest): NodeInventory {
  const facts = {
    name: 'nodeInventory',
    of: 'nodes',
    path: ['inventory'],
    needs: ['node_inventory'],
  } as const
  return { get: new ResourcePart(send, facts).read('get', inventoryShape) }
}
