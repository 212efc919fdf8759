import { DAY_MS } from './base-run.js'
import { matrixSite, type MatrixSite } from './matrix-site.js'
import { ending, errorOf, isOkEnd } from './trial-run.js'
import type { Violation } from './violation.js'

const NODES = 5

/** How many drivers start, each with its own instance, and how many milliseconds apart. */
export const CROWDS: Readonly<Record<string, { readonly drivers: number; readonly apartMs: number }>> = {
  'of-20': { drivers: 20, apartMs: 0 },
  'of-20-in-turn': { drivers: 20, apartMs: 3 },
  'of-6': { drivers: 6, apartMs: 1 },
}

/**
 * Lets many drivers compete for few nodes. In the end each node has one instance, and a driver without one
 * has left nothing.
 */
export async function runCrowdTrial(world: string, name: string): Promise<readonly Violation[]> {
  const crowd = CROWDS[name]
  if (crowd === undefined)
    throw new TypeError(`Unknown crowd "${name}". Use one of ${Object.keys(CROWDS).join(', ')}.`)
  const site = crowdedSite(world)
  const { clock, simulator } = site
  const nodes = simulator.nodes.filter(({ now }) => now.resource_class === 'gold')
  const calls = Array.from({ length: crowd.drivers }, async (_, index) => {
    if (crowd.apartMs > 0) await clock.sleep(index * crowd.apartMs)
    const { request, actor } = site
    const node = typeof request.node === 'string' ? (nodes[index % NODES]?.uuid ?? '') : request.node
    const vifs = request.vifs?.map((_, place) => ({ id: uuidOf(100 * (place + 1) + index) }))
    const instance = { id: uuidOf(index), name: 'web-1' }
    return actor().driver.provisioning.spawn({ ...request, instance, node, vifs })
  })
  const ends = await Promise.all(calls.map((call) => ending(site, () => call)))
  await clock.advance(DAY_MS)
  const oks = ends.filter(isOkEnd).length
  const found: Violation[] = []
  const active = nodes.filter(({ now }) => now.provision_state === 'active' && now.instance_uuid !== null)
  if (oks !== NODES || active.length !== NODES)
    found.push({
      rule: 'race reported wrongly',
      why: `${oks} succeeded and ${active.length} of ${NODES} nodes are active: ${kinds(ends)}`,
    })
  const allocations = simulator.leftovers().filter(({ kind }) => kind === 'allocation')
  const lost = allocations.filter(({ what }) => !active.some(({ now }) => now.instance_uuid === what))
  if (lost.length > 0) found.push({ rule: 'left behind, unreported', why: `${lost.length} allocations` })
  return found
}

function crowdedSite(world: string): MatrixSite {
  const site = matrixSite(world, 'available')
  for (let number = 3; number <= NODES; number += 1)
    site.simulator
      .node({
        name: `metal-${number + 1}`,
        resource_class: 'gold',
        traits: ['CUSTOM_GPU'],
      })
      .withPorts(2)
      .available()
  return site
}

function uuidOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
}

function kinds(ends: readonly Parameters<typeof errorOf>[0][]): string {
  const counts = new Map<string, number>()
  for (const end of ends) {
    const kind = errorOf(end)?.kind ?? end.is
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')
}
