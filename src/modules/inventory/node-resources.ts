import { canonicalArchitecture } from './canonical-architecture.js'
import type { InventoryNode } from './inventory-node.js'
import { parseCapabilities, type MalformedProperty } from './parse-capabilities.js'

/** The resources of a node, from its properties. */
export interface NodeResources {
  /** UUID. */
  readonly node: string
  readonly name: string | null
  /** `null` when the node has none. */
  readonly resourceClass: string | null
  /** `null` when unknown. */
  readonly cpus: number | null
  /** MiB; `null` when unknown. */
  readonly memoryMb: number | null
  /** GiB; `null` when unknown. */
  readonly localGb: number | null
  readonly architecture: {
    /** Nova's name, such as `x86_64`; `null` when unknown. */
    readonly canonical: string | null
    /** As on the node. */
    readonly raw: string | null
  }
  readonly capabilities: Readonly<Record<string, string>>
  readonly traits: readonly string[]
  /** The properties that could not be read and are treated as missing. */
  readonly malformed: readonly MalformedProperty[]
}

/** Reads a node's resources from its properties. Malformed properties are reported and do not affect the others. */
export function nodeResources(
  node: Pick<InventoryNode, 'uuid' | 'name' | 'properties' | 'resource_class' | 'traits'>,
): NodeResources {
  const { properties } = node
  const malformed: MalformedProperty[] = []
  const amount = (property: 'cpus' | 'memory_mb' | 'local_gb'): number | null => {
    const value = properties[property]
    if (value === undefined || value === null || value === '') return null
    const read = wholeNumber(value)
    if (read === undefined) malformed.push({ property, value, problem: 'is not a whole number' })
    return read ?? null
  }
  const [cpus, memoryMb, localGb] = [amount('cpus'), amount('memory_mb'), amount('local_gb')]
  const raw = properties['cpu_arch']
  const canonical = typeof raw === 'string' ? canonicalArchitecture(raw) : undefined
  if (canonical === undefined && raw !== undefined && raw !== null && raw !== '')
    malformed.push({ property: 'cpu_arch', value: raw, problem: 'is not a known architecture' })
  const parsed = parseCapabilities(properties['capabilities'])
  return {
    node: node.uuid,
    name: node.name,
    resourceClass: node.resource_class ?? null,
    cpus,
    memoryMb,
    localGb,
    architecture: { canonical: canonical ?? null, raw: typeof raw === 'string' && raw !== '' ? raw : null },
    capabilities: parsed.capabilities,
    traits: node.traits ?? [],
    malformed: [...malformed, ...parsed.malformed],
  }
}

/** Accepts digits in a string too: inspection writes numbers, people write text. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}
