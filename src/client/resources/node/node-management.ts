import type { ResultAsync } from 'neverthrow'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'

/** `/v1/nodes/{node}/management`: functions of the management controller besides power. */
export class NodeManagement {
  readonly #part: ResourcePart<'node_locked' | 'unsupported_by_hardware'>

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, {
      name: 'nodeManagement',
      of: 'nodes',
      path: ['management'],
      faults: ['node_locked', 'unsupported_by_hardware'],
    })
  }

  /**
   * Sends a non-maskable interrupt to the node, which makes most operating systems write a crash dump. Microversion
   * 1.29. Each call sends another interrupt: the caller has to handle a lost reply.
   *
   * @fails unsupported_by_hardware when the driver does not support it
   */
  injectNmi(
    node: string,
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<'node_locked' | 'unsupported_by_hardware'>> {
    return this.#part.request(
      'injectNmi',
      node,
      { method: 'PUT', below: ['inject_nmi'], body: {}, needs: ['inject_nmi'], safety: 'once' },
      options,
    )
  }
}
