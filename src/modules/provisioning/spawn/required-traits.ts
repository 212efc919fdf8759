import type { NodeRequirements } from '../claim/node-requirements.js'
import type { WantedSpawn } from './spawn-request.js'

/** A request for a node that is still to be picked. */
export type SomewhereRequest = Omit<WantedSpawn, 'node'> & { readonly node: NodeRequirements }

/**
 * A request whose traits stand in both places: those of the instance must be traits of its node, and Ironic selects
 * deploy templates by what stands in the instance.
 *
 * @see openstack/ironic `ironic/conductor/utils.py` (validate_instance_info_traits)
 */
export function withRequiredTraits(request: SomewhereRequest): SomewhereRequest {
  const traits = [...new Set([...(request.node.traits ?? []), ...(request.flavor?.traits ?? [])])]
  if (traits.length === 0) return request
  return { ...request, flavor: { ...request.flavor, traits }, node: { ...request.node, traits } }
}
