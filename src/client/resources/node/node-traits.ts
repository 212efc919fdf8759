import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { RequestError, RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { shape } from '../../requests/reply-shape.js'

const traitsShape = shape<{ readonly traits: readonly string[] }>(
  z.looseObject({ traits: z.array(z.string()) }),
)

const faults = ['node_locked'] as const

/** `/v1/nodes/{node}/traits`: what a node has or is. Microversion 1.37. */
export class NodeTraits {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Lists the traits of a node. Safe to repeat. */
  list(node: string, options?: CallOptions): ResultAsync<readonly string[], RequestError> {
    return this.#send(
      { ...request('list', node), method: 'GET', safety: 'read', reply: traitsShape },
      options,
    ).map((reply) => reply.traits)
  }

  /** Replaces all traits of a node, of which it can have 50. Safe to repeat. */
  replace(
    node: string,
    traits: readonly string[],
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    return this.#send(
      { ...request('replace', node), method: 'PUT', body: { traits }, safety: 'same_value', faults },
      options,
    )
  }

  /** Adds one trait: a standard one, or `CUSTOM_` and capitals, digits and underscores. Safe to repeat. */
  add(node: string, trait: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    return this.#send(
      { ...request('add', node, trait), method: 'PUT', safety: 'same_value', faults },
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
    return this.#send(
      { ...request('remove', node, trait), method: 'DELETE', safety: 'delete', faults },
      options,
    )
  }

  /** Removes all traits. Safe to repeat. */
  clear(node: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    return this.#send({ ...request('clear', node), method: 'DELETE', safety: 'delete', faults }, options)
  }
}

function request(verb: string, node: string, ...trait: readonly string[]) {
  const path = ['nodes', node, 'traits', ...trait]
  return { operation: `nodeTraits.${verb}`, path, needs: ['node_traits'], node } as const
}
