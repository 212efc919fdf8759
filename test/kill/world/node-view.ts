import { setTimeout as sleep } from 'node:timers/promises'

/** A node as Ironic shows it, with its parts. */
export interface NodeView {
  readonly uuid: string
  readonly name: string | null
  readonly provision_state: string
  readonly target_provision_state: string | null
  readonly reservation: string | null
  readonly instance_uuid: string | null
  readonly instance_name?: string | null
  readonly instance_info: Readonly<Record<string, unknown>>
  readonly maintenance: boolean
  readonly maintenance_reason: string | null
  readonly fault: string | null
  readonly last_error: string | null
  readonly console_enabled: boolean
  readonly retired: boolean
  readonly retired_reason: string | null
  readonly target_power_state: string | null
  readonly traits: readonly string[]
  readonly vifs: readonly string[]
  readonly ports: readonly {
    readonly uuid: string
    readonly address: string
    readonly portgroup_uuid: string | null
  }[]
}

/** Sends a request by plain HTTP, since the judgement must not depend on the library under test. */
export async function ask<T>(
  endpoint: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<T | undefined> {
  const headers = { 'X-OpenStack-Ironic-API-Version': 'latest', 'Content-Type': 'application/json' }
  for (let attempt = 1; ; attempt++) {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const response = await fetch(endpoint + path, init)
    const text = await response.text()
    if (response.status === 404) return undefined
    if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T
    // Ironic's API occasionally loses its conductor, and locks come and go.
    if (attempt === 40 || ![409, 500, 503].includes(response.status))
      throw new Error(`${method} ${path}: ${String(response.status)} ${text}`)
    await sleep(250)
  }
}

type Plain = Omit<NodeView, 'vifs' | 'ports'>

export async function viewNode(endpoint: string, ident: string): Promise<NodeView | undefined> {
  const node = await ask<Plain>(endpoint, 'GET', `/v1/nodes/${ident}`)
  if (node === undefined) return undefined
  const [vifs, ports] = await Promise.all([
    ask<{ vifs: { id: string }[] }>(endpoint, 'GET', `/v1/nodes/${node.uuid}/vifs`),
    ask<{ ports: NodeView['ports'] }>(endpoint, 'GET', `/v1/ports/detail?node=${node.uuid}`),
  ])
  return { ...node, vifs: vifs?.vifs.map(({ id }) => id) ?? [], ports: ports?.ports ?? [] }
}

/** States that a node does not leave by itself. */
const AT_REST = ['enroll', 'manageable', 'available', 'active', 'rescue', 'error']

/** Waits until Ironic has finished its work on a node. Returns the node, even in a failed state. */
export async function settledNode(
  endpoint: string,
  ident: string,
  pollMs: number,
): Promise<NodeView | undefined> {
  for (let polls = 0; ; polls++) {
    const node = await ask<Plain>(endpoint, 'GET', `/v1/nodes/${ident}`)
    if (node === undefined) return undefined
    const isOver = AT_REST.includes(node.provision_state) || node.provision_state.endsWith('failed')
    const isFree = node.reservation === null && node.target_power_state === null
    if ((isOver && isFree) || polls === 500) return viewNode(endpoint, node.uuid)
    await sleep(pollMs)
  }
}

/** Returns the nodes that carry an instance. */
export async function ownersOf(endpoint: string, instance: string): Promise<readonly string[]> {
  const found = await ask<{ nodes: { uuid: string }[] }>(
    endpoint,
    'GET',
    `/v1/nodes?instance_uuid=${instance}`,
  )
  return found?.nodes.map(({ uuid }) => uuid) ?? []
}

export async function hasAllocation(endpoint: string, instance: string): Promise<boolean> {
  return (await ask(endpoint, 'GET', `/v1/allocations/${instance}`)) !== undefined
}
