import type { ResultAsync } from 'neverthrow'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestError, RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'

const faults = ['node_locked'] as const

/** `/v1/nodes/{node}/traits`: the traits of a node. Microversion 1.37. */
export class NodeTraits {
  readonly #part: ResourcePart

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, {
      name: 'nodeTraits',
      of: 'nodes',
      path: ['traits'],
      needs: ['node_traits'],
    })
  }

  /** Lists the traits of a node. Safe to repeat. */
  list(node: string, options?: CallOptions): ResultAsync<readonly string[], RequestError> {
    return this.#part.readTexts('list', node, 'traits', options)
  }

  /** Replaces all traits of a node, at most 50. Safe to repeat. */
  replace(
    node: string,
    traits: readonly string[],
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    return this.#part.request(
      'replace',
      node,
      { method: 'PUT', body: { traits }, safety: 'same_value', faults },
      options,
    )
  }

  /** Adds one trait: a standard one, or `CUSTOM_` followed by capitals, digits and underscores. Safe to repeat. */
  add(node: string, trait: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    return this.#part.request(
      'add',
      node,
      { method: 'PUT', safety: 'same_value', faults, below: [trait] },
      options,
    )
  }

  /**
   * Removes one trait.
   *
   * @fails not_found when the node does not have it
   */
  remove(
    node: string,
    trait: string,
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    return this.#part.request(
      'remove',
      node,
      { method: 'DELETE', safety: 'delete', faults, below: [trait] },
      options,
    )
  }

  /** Removes all traits. Safe to repeat. */
  clear(node: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    return this.#part.request('clear', node, { method: 'DELETE', safety: 'delete', faults }, options)
  }
}
