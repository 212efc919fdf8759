import * as z from 'zod'
import type { NewAllocation } from '../../../client/resources/allocations.js'
import { checkedBy } from '../../../operations/checked-input.js'
import { nodeIdent, traitName, uuid } from '../../../operations/input-schemas.js'
import { describeUnfit } from '../../../errors/input-problem.js'
import { isAvailable } from '../../../states/observed-node.js'
import { sameId } from '../../../states/same-id.js'
import type { InventoryNode } from '../../inventory/inventory-node.js'
import { parseCapabilities } from '../../inventory/parse-capabilities.js'

/** The requirements of an instance on its node. A node must meet all of them; any such node may be picked. */
export interface NodeRequirements {
  readonly resourceClass?: string | undefined
  /**
   * Traits that the node must have. They are also written into `instance_info`, where they select deploy
   * templates.
   */
  readonly traits?: readonly string[] | undefined
  /** Values that `capabilities` in the properties of the node must have: `{ gpu: 'a100' }`. */
  readonly capabilities?: Readonly<Record<string, string>> | undefined
  /** UUIDs or names of the nodes to choose from. */
  readonly candidates?: readonly string[] | undefined
  /** `''` is the default group. Microversion 1.46. */
  readonly conductorGroup?: string | undefined
  /** Microversion 1.50. */
  readonly owner?: string | undefined
  /** Any other condition. Called with each free node that meets the rest; returns whether to accept it. */
  readonly where?: ((node: InventoryNode) => boolean) | undefined
}

const WANTED = 'the name or UUID of a node, or requirements such as { resourceClass }'

const requirements: z.ZodType<NodeRequirements> = z.lazy(() =>
  z
    .strictObject(
      {
        resourceClass: z
          .string()
          .min(1, 'is empty; pass the resource class of a node')
          .max(80, 'is longer than the 80 characters of a resource class')
          .optional(),
        traits: z.array(traitName).max(50, 'has more than the 50 traits that a node can have').optional(),
        capabilities: z.record(z.string().min(1), z.string('must be a string')).optional(),
        candidates: z.array(nodeIdent).min(1, 'names no node; leave it out for any').optional(),
        conductorGroup: z.string().optional(),
        owner: z.string().min(1, 'is empty; leave it out for any').optional(),
        where: z
          .custom<NonNullable<NodeRequirements['where']>>(
            (value) => typeof value === 'function',
            'must be a function',
          )
          .optional(),
      },
      { error: ({ code, input }) => (code === 'invalid_type' ? describeUnfit(WANTED, input) : undefined) },
    )
    .refine(
      (given) => Object.values(given).some((value) => value !== undefined),
      'has no requirement; name a node, or pass a requirement such as { resourceClass }',
    ),
)

/** A node by UUID or name, or its requirements. */
export const wantedNode: z.ZodType<string | NodeRequirements> = z.lazy(() =>
  z.unknown().transform((given, context) => {
    const schema: z.ZodType<string | NodeRequirements> = typeof given === 'string' ? nodeIdent : requirements
    return checkedBy(schema, given, context)
  }),
)

/** An instance, and its node or the requirements on it. */
export const instanceOnWantedNode = z.strictObject({ instance: uuid, node: wantedNode })

/** Returns the allocation that expresses all requirements; `undefined` if none can. */
export function allocationFor({
  instance,
  node,
}: {
  readonly instance: { readonly id: string }
  readonly node: NodeRequirements
}): (NewAllocation & { readonly uuid: string }) | undefined {
  const { resourceClass: resource_class, traits, candidates: candidate_nodes } = node
  const { capabilities, conductorGroup, owner, where } = node
  const others = [capabilities, conductorGroup, owner, where]
  if (resource_class === undefined || others.some((one) => one !== undefined)) return undefined
  return { uuid: instance.id, resource_class, traits, candidate_nodes }
}

/** Returns whether a listed node is free and meets the requirements. */
export function fitsRequirements(node: InventoryNode, requirements: NodeRequirements): boolean {
  const { resourceClass, traits = [], capabilities = {}, candidates, where } = requirements
  const { conductorGroup, owner } = requirements
  return (
    isFree(node) &&
    (resourceClass === undefined || node.resource_class === resourceClass) &&
    (conductorGroup === undefined || node.conductor_group === conductorGroup.toLowerCase()) &&
    (owner === undefined || node.owner === owner) &&
    (candidates === undefined ||
      candidates.some((ident) => sameId(ident, node.uuid)) ||
      candidates.includes(node.name ?? '')) &&
    traits.every((trait) => node.traits?.includes(trait)) &&
    hasCapabilities(node, capabilities) &&
    (where === undefined || where(node))
  )
}

function isFree(node: InventoryNode): boolean {
  return (
    isAvailable(node) &&
    node.instance_uuid === null &&
    !node.maintenance &&
    node.power_state !== null &&
    node.power_state !== 'error' &&
    node.retired !== true
  )
}

function hasCapabilities({ properties }: InventoryNode, wanted: Readonly<Record<string, string>>): boolean {
  const { capabilities } = parseCapabilities(properties['capabilities'])
  return Object.entries(wanted).every(([key, value]) => capabilities[key] === value)
}
