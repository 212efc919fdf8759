import { errAsync, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestError, RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject } from '../../requests/argument-check.js'
import { shape } from '../../requests/reply-shape.js'

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

const vifsShape = shape<{ readonly vifs: readonly Vif[] }>(
  z.looseObject({ vifs: z.array(z.looseObject({ id: z.string() })) }),
)

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
export class NodeVifs {
  readonly #part: ResourcePart

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, { name: 'nodeVifs', of: 'nodes', path: ['vifs'], needs: ['vifs'] })
  }

  /** Lists the VIFs of a node. Safe to repeat. With the network interface `noop` the list is always empty. */
  list(node: string, options?: CallOptions): ResultAsync<readonly Vif[], RequestError> {
    return this.#part.read('list', node, vifsShape, options).map((reply) => reply.vifs)
  }

  /**
   * Attaches a VIF. The caller has to handle a lost reply: `list` shows whether the VIF was attached.
   *
   * @fails vif_already_attached when it is already attached to a port, perhaps of this node
   * @fails no_free_port when every port is in use
   */
  attach(
    node: string,
    vif: NewVif,
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<VifAttachFault>> {
    const wrong = noObject('vif', vif, { operation: 'nodeVifs.attach', node })
    if (wrong !== undefined) return errAsync(wrong)
    const pinned = vif.port_uuid !== undefined || vif.portgroup_uuid !== undefined
    return this.#part.request(
      'attach',
      node,
      {
        method: 'POST',
        body: vif,
        needs: pinned ? ['vif_port'] : [],
        safety: 'once',
        faults: ATTACH_FAULTS,
      },
      options,
    )
  }

  /**
   * Detaches a VIF. The caller has to handle a lost reply: `list` shows whether the VIF was detached.
   *
   * @fails vif_not_attached when it is not attached to this node
   */
  detach(
    node: string,
    vif: string,
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<VifDetachFault>> {
    return this.#part.request(
      'detach',
      node,
      { method: 'DELETE', below: [vif], safety: 'once', faults: DETACH_FAULTS },
      options,
    )
  }
}
