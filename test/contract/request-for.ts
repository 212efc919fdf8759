import { randomUUID } from 'node:crypto'
import type { SpawnRequest } from 'ironic-driver'

export const image = { source: 'http://127.0.0.1:9/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }

/** A spawn of a new instance with one VIF on this node. */
export function requestFor(
  node: string,
  more: Partial<Omit<SpawnRequest, 'node'>> = {},
): SpawnRequest & { readonly node: string } {
  return { instance: { id: randomUUID(), name: 'web' }, node, image, vifs: [{ id: randomUUID() }], ...more }
}
