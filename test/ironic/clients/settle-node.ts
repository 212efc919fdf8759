import { setTimeout as sleep } from 'node:timers/promises'

interface BusyNode {
  readonly provision_state: string
  readonly target_provision_state: string | null
  readonly target_power_state: string | null
  readonly reservation: string | null
}

const pollMs = 100
const timeoutMs = 60_000

/**
 * Waits until nothing works on the node any more, as a person would before the next command. A missing node
 * is idle.
 */
export async function settleNode(url: string, node: string): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const seen = await lookAt(url, node)
    if (seen === undefined || isSettled(seen)) return
    if (Date.now() > deadline) throw new Error(`Node ${node} at ${url} stays ${JSON.stringify(seen)}`)
    await sleep(pollMs)
  }
}

const isSettled = (node: BusyNode) =>
  node.reservation === null &&
  node.target_power_state === null &&
  (node.target_provision_state === null || / (failed|hold)$|^error$/.test(node.provision_state))

async function lookAt(url: string, node: string): Promise<BusyNode | undefined> {
  const fields = 'provision_state,target_provision_state,target_power_state,reservation'
  const headers = { 'X-OpenStack-Ironic-API-Version': '1.82' }
  const response = await fetch(`${url}/v1/nodes/${node}?fields=${fields}`, { headers })
  const body = await response.text()
  if (response.status === 404 || response.status === 400) return undefined
  if (!response.ok) throw new Error(`GET node ${node} at ${url}: ${String(response.status)} ${body}`)
  return JSON.parse(body) as BusyNode
}
