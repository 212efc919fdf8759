import type { PartCall, PartCallWith } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'
import { traitCalls } from '../trait-calls.js'

/** `/v1/nodes/{node}/traits`: the traits of a node. Microversion 1.37. */
export interface NodeTraits {
  /** Lists the traits of a node. Safe to repeat. */
  readonly list: PartCall<readonly string[]>

  /** Replaces all traits of a node, at most 50. Safe to repeat. */
  readonly replace: PartCallWith<[traits: readonly string[]], void, 'node_locked'>

  /** Adds one trait: a standard one, or `CUSTOM_` followed by capitals, digits and underscores. Safe to repeat. */
  readonly add: PartCallWith<[trait: string], void, 'node_locked'>

  /**
   * Removes one trait.
   *
   * @fails not_found when the node does not have it
   */
  readonly remove: PartCallWith<[trait: string], void, 'node_locked'>

  /** Removes all traits. Safe to repeat. */
  readonly clear: PartCall<void, 'node_locked'>
}

/** @internal */
export function createNodeTraits(send: SendRequest): NodeTraits {
  return traitCalls(send, {
    name: 'nodeTraits',
    of: 'nodes',
    needs: ['node_traits'],
    faults: ['node_locked'],
    removal: 'delete',
  })
}
