import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { World } from '../world/world.js'

const HOW = 'End it with .available(), .active(), .manageable(), .enrolled() or .inState(…).'

/** What identifies a node that is being built. */
interface Described {
  readonly name?: string | null | undefined
  readonly uuid?: string | undefined
}

const unfinished = new WeakMap<World, Set<Described>>()

/** Notes a node that was described and not created yet. */
export function beginNode(world: World, node: Described): void {
  const nodes = unfinished.get(world) ?? new Set()
  unfinished.set(world, nodes.add(node))
}

/** The node is created. */
export function finishNode(world: World, node: Described): void {
  unfinished.get(world)?.delete(node)
}

/** Returns the sentence about a node that was described and never created, with its name or UUID. */
function describeUnfinished({ name, uuid }: Described): string {
  const shown = name == null ? (uuid === undefined ? '' : `{ uuid: '${uuid}' }`) : `{ name: '${name}' }`
  return `simulator.node(${shown}) only describes a node, and nothing created it. ${HOW}`
}

/** Returns what is wrong when a request is for a node that was only described. */
export function unfinishedNode(world: World, path: string): InvalidInputError | undefined {
  const nodes = unfinished.get(world)
  if (nodes === undefined || nodes.size === 0) return undefined
  // Names and UUIDs are not encoded in a path.
  const asked = /^\/v1\/nodes\/([^/?]+)/.exec(path)?.[1]
  if (asked === undefined) return undefined
  const { store } = world
  if (store.nodes.has(asked) || store.nodeByName(asked) !== undefined) return undefined
  const node = [...nodes].find(({ name, uuid }) => name === asked || uuid === asked)
  return node === undefined ? undefined : new InvalidInputError('node', describeUnfinished(node))
}

/** Makes the properties that only a created node has throw on a description, rather than be `undefined`. */
export function refuseUse(builder: object, created: object, describe: (of: unknown) => Described): void {
  const names = ['uuid', ...Object.getOwnPropertyNames(created)]
  for (const name of names.filter((own) => !(own in builder) && own !== 'toJSON'))
    Object.defineProperty(builder, name, {
      configurable: true,
      get(this: unknown): never {
        throw new TypeError(`\`${name}\`: ${describeUnfinished(describe(this))}`)
      },
    })
}
