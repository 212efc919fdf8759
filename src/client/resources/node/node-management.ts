import { ResourcePart, type PartCall } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'

/** `/v1/nodes/{node}/management`: functions of the management controller besides power. */
export interface NodeManagement {
  /**
   * Sends a non-maskable interrupt to the node, which makes most operating systems write a crash dump. Microversion
   * 1.29. Each call sends another interrupt: the caller has to handle a lost reply.
   *
   * @fails unsupported_by_hardware when the driver does not support it
   */
  readonly injectNmi: PartCall<void, 'node_locked' | 'unsupported_by_hardware'>
}

/** @internal */
export function createNodeManagement(send: SendRequest): NodeManagement {
  const part = new ResourcePart(send, {
    name: 'nodeManagement',
    of: 'nodes',
    path: ['management', 'inject_nmi'],
  })
  return {
    injectNmi: part.call('injectNmi', {
      method: 'PUT',
      body: {},
      needs: ['inject_nmi'],
      safety: 'once',
      faults: ['node_locked', 'unsupported_by_hardware'],
    }),
  }
}
