import * as z from 'zod'
import { ResourcePart, type PartCall, type PartCallWith } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'

/** A VIF of a node. */
export interface Vif {
  readonly id: string
}

/** A VIF to attach, optionally with its port or port group. */
export interface NewVif extends Vif {
  /** The port to attach it to; microversion 1.67. Cannot be combined with `portgroup_uuid`. */
  readonly port_uuid?: string | undefined
  /** The port group to attach it to; microversion 1.67. */
  readonly portgroup_uuid?: string | undefined
}

const ATTACH_FAULTS = [
  'node_locked',
  'vif_already_attached',
  'vif_invalid',
  'no_free_port',
  'unsupported_by_hardware',
] as const
const DETACH_FAULTS = ['node_locked', 'vif_not_attached', 'unsupported_by_hardware'] as const

/** The specific faults of attaching a VIF. */
export type VifAttachFault = (typeof ATTACH_FAULTS)[number]
/** The specific faults of detaching a VIF. */
export type VifDetachFault = (typeof DETACH_FAULTS)[number]

/** `/v1/nodes/{node}/vifs`: the virtual network interfaces attached to a node. Microversion 1.28. */
export interface NodeVifs {
  /** Lists the VIFs of a node. Safe to repeat. With the network interface `noop` the list is always empty. */
  readonly list: PartCall<readonly Vif[]>

  /**
   * Attaches a VIF. The caller has to handle a lost reply: `list` shows whether the VIF was attached.
   *
   * @fails vif_already_attached when it is already attached to a port, perhaps of this node
   * @fails no_free_port when every port is in use
   * @fails vif_invalid when the VIF does not fit the node, for example because of its physical network
   */
  readonly attach: PartCallWith<[vif: NewVif], void, VifAttachFault>

  /**
   * Detaches a VIF. The caller has to handle a lost reply: `list` shows whether the VIF was detached.
   *
   * @fails vif_not_attached when it is not attached to this node
   */
  readonly detach: PartCallWith<[vif: string], void, VifDetachFault>
}

/** @internal */
export function createNodeVifs(send: SendRequest): NodeVifs {
  const part = new ResourcePart(send, { name: 'nodeVifs', of: 'nodes', path: ['vifs'], needs: ['vifs'] })
  return {
    list: part.readField('list', 'vifs', z.array(z.looseObject({ id: z.string() }))),
    attach: part.callWith(
      'attach',
      (vif) => {
        const isPinned = vif.port_uuid !== undefined || vif.portgroup_uuid !== undefined
        const needs = isPinned ? (['vif_port'] as const) : []
        return { method: 'POST', body: vif, needs, safety: 'once', faults: ATTACH_FAULTS }
      },
      'vif',
    ),
    detach: part.callWith('detach', (vif) => ({
      method: 'DELETE',
      below: [vif],
      safety: 'once',
      faults: DETACH_FAULTS,
    })),
  }
}
