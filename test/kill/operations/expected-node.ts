import { hasAllocation, ownersOf, settledNode } from '../world/node-view.js'
import type { KillWorld } from '../world/kill-world.js'
import type { Problems } from './killed-operation.js'

const NOTHING_LEFT = { instance_info: {}, instance_name: null, console_enabled: false, vifs: [] }

/**
 * Matches any value, for what Ironic itself leaves undecided: it ends a console with the instance, and may
 * still show it as enabled; and of a node being cleaned it lets only the link be removed.
 */
export const ANYTHING = Symbol('anything')

/** Judges a node at rest, without an instance and its leftovers. */
export async function judgeFree(
  world: KillWorld,
  node: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Problems> {
  const free = { provision_state: 'available', instance_uuid: null, ...NOTHING_LEFT, ...more }
  return judgeNode(world, node, free)
}

/** Judges an instance that is on its node and on no other, deployed at most once. */
export async function judgeDeployed(
  world: KillWorld,
  node: string,
  instance: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Problems> {
  const found = await judgeNode(world, node, { provision_state: 'active', instance_uuid: instance, ...more })
  const owners = await ownersOf(world.endpoint, instance)
  const deployments = world.deploymentsOf(node) ?? 0
  return [
    ...found,
    ...(owners.length === 1 ? [] : [`it has ${owners.length} nodes`]),
    ...(deployments > 1 ? [`it was deployed ${deployments} times`] : []),
  ]
}

/** Judges a node at rest that is as expected, and not in maintenance. */
export async function judgeNode(
  world: KillWorld,
  node: string,
  expected: Readonly<Record<string, unknown>>,
): Promise<Problems> {
  world.goOn(node)
  const seen = await settledNode(world.endpoint, node, world.pollMs)
  if (seen === undefined) return ['the node is gone']
  const wanted: Readonly<Record<string, unknown>> = { reservation: null, maintenance: false, ...expected }
  return Object.entries(wanted).flatMap(([field, value]) => {
    const is: unknown = (seen as unknown as Record<string, unknown>)[field] ?? null
    if (value === ANYTHING || (field === 'vifs' && !world.keepsVifs)) return []
    return sameJson(is, value) ? [] : [`${field} is ${JSON.stringify(is)}, not ${JSON.stringify(value)}`]
  })
}

export async function judgeNoAllocation({ endpoint }: KillWorld, instance: string): Promise<Problems> {
  return (await hasAllocation(endpoint, instance)) ? ['its allocation is still there'] : []
}

export async function judgeNoOwner({ endpoint }: KillWorld, instance: string): Promise<Problems> {
  const owners = await ownersOf(endpoint, instance)
  return owners.length === 0 ? [] : [`the instance is on ${owners.join(', ')}`]
}

function sameJson(one: unknown, other: unknown): boolean {
  const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.map(String).toSorted() : value)
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}
