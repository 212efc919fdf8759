import { textList } from '../../collections/field-schemas.js'
import { ResourcePart, type PartCall, type PartCallWith } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'

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
  const facts = { name: 'nodeTraits', of: 'nodes', path: ['traits'], needs: ['node_traits'] } as const
  const faults = ['node_locked'] as const
  const part = new ResourcePart(send, facts)
  return {
    list: part.readField('list', 'traits', textList),
    replace: part.callWith('replace', (traits) => ({
      method: 'PUT',
      body: { traits },
      safety: 'same_value',
      faults,
    })),
    add: part.callWith('add', (trait) => ({ method: 'PUT', below: [trait], safety: 'same_value', faults })),
    remove: part.callWith('remove', (trait) => ({
      method: 'DELETE',
      below: [trait],
      safety: 'delete',
      faults,
    })),
    clear: part.call('clear', { method: 'DELETE', safety: 'delete', faults }),
  }
}
