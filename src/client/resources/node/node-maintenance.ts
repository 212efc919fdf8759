import { errAsync, type ResultAsync } from 'neverthrow'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject } from '../../requests/argument-check.js'

/** `/v1/nodes/{node}/maintenance`: the maintenance mode of a node. */
export class NodeMaintenance {
  readonly #part: ResourcePart<'node_locked'>

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, {
      name: 'nodeMaintenance',
      of: 'nodes',
      path: ['maintenance'],
      faults: ['node_locked'],
    })
  }

  /** Puts a node into maintenance. Safe to repeat; the last reason is kept. */
  set(
    node: string,
    options: CallOptions & { readonly reason?: string | undefined } = {},
  ): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    const wrong = noObject('options', options, { operation: 'nodeMaintenance.set', node })
    if (wrong !== undefined) return errAsync(wrong)
    const body = { reason: options.reason }
    return this.#part.request('set', node, { method: 'PUT', body, safety: 'same_value' }, options)
  }

  /** Ends the maintenance of a node, and clears its reason and fault. Safe to repeat. */
  clear(node: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    return this.#part.request('clear', node, { method: 'DELETE', safety: 'same_value' }, options)
  }
}
