import { randomUUID } from 'node:crypto'
import { IronicClient, type Node } from 'ironic-driver/client'
import type { IronicDriver, Transport } from 'ironic-driver'
import type { Machine } from './drive-fleet.js'

/** The fields that the choice needs. */
const FIELDS = ['name', 'driver', 'provision_state', 'power_state', 'maintenance', 'instance_uuid'] as const

export type ListedNode = Pick<Node, 'uuid' | (typeof FIELDS)[number]>

/** Lists all nodes that this login may see. Retries for five seconds, not the usual minute. */
export function listNodes(transport: Transport) {
  return new IronicClient({ transport, retryForMs: 5_000 }).nodes.list({ fields: FIELDS }).all()
}

/** Returns why a node cannot be deployed now, or `undefined`. */
function objection(node: ListedNode): string | undefined {
  if (node.instance_uuid !== null) return `carries instance ${node.instance_uuid}`
  if (node.provision_state !== 'available') return `is in state "${node.provision_state}", not "available"`
  if (node.maintenance) return 'is in maintenance'
  if (node.power_state === null || node.power_state === 'error') return 'has no known power state'
  return undefined
}

/** Returns the named nodes, or the first ones that can be deployed; or a sentence that says why not. */
export function chooseNodes(
  nodes: readonly ListedNode[],
  wanted: { readonly nodes: readonly string[]; readonly count: number },
): readonly ListedNode[] | { readonly problem: string } {
  if (wanted.nodes.length === 0) {
    const free = nodes.filter((node) => objection(node) === undefined)
    if (free.length > 0) return free.toSorted(byName).slice(0, wanted.count)
    return {
      problem: `None of the ${nodes.length} nodes can be deployed now. A node must be available, without an instance, not in maintenance, and with a known power state.`,
    }
  }
  const chosen: ListedNode[] = []
  for (const ident of new Set(wanted.nodes)) {
    const node = nodes.find(({ uuid, name }) => uuid === ident.toLowerCase() || name === ident)
    if (node === undefined) return { problem: `There is no node "${ident}", or this login may not see it.` }
    const reason = objection(node)
    if (reason !== undefined) return { problem: `Node ${nameOf(node)} ${reason}. Choose another one.` }
    chosen.push(node)
  }
  return chosen
}

export function nameOf(node: Pick<ListedNode, 'uuid' | 'name'>): string {
  return node.name ?? node.uuid
}

function byName(one: ListedNode, other: ListedNode): number {
  return nameOf(one).localeCompare(nameOf(other), 'en', { numeric: true })
}

/** Returns a new instance for each node, without networks, since those depend on the cloud. */
export function machinesOf(nodes: readonly ListedNode[]): readonly Machine[] {
  return nodes.map((node) => ({ node: node.uuid, name: nameOf(node), instance: randomUUID(), vifs: [] }))
}

/** Lists what instances have left on the nodes, and the nodes that cannot be read. */
export async function leftoversOn(driver: IronicDriver, machines: readonly Machine[]): Promise<string[]> {
  const found: string[] = []
  for (const { node, name } of machines) {
    const seen = await driver.client.nodes.get(node, {
      fields: ['instance_uuid', 'instance_info', 'maintenance'],
    })
    const vifs = await driver.networking.vifs({ node })
    if (seen.isErr()) found.push(`${name}: it could not be read (${seen.error.message})`)
    else {
      const { instance_uuid, instance_info, maintenance } = seen.value
      if (instance_uuid !== null) found.push(`${name}: instance ${instance_uuid}`)
      if (Object.keys(instance_info).length > 0)
        found.push(`${name}: instance_info with ${Object.keys(instance_info).join(', ')}`)
      if (maintenance) found.push(`${name}: maintenance`)
    }
    if (vifs.isErr()) found.push(`${name}: its VIFs could not be read (${vifs.error.message})`)
    else for (const { id } of vifs.value) found.push(`${name}: VIF ${id}`)
  }
  return found
}
