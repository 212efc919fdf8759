import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../../client/errors/client-errors.js'
import { sameId } from '../../../states/same-id.js'
import { IdentityConflictError, type IdentityHolder } from './enroll-errors.js'
import type { KnownNode } from './enroll-plan.js'
import type { KnownMachines } from './known-machines.js'
import type { WantedMachine } from './wanted-machine.js'
import { randomUuid } from '../../../formats/random-uuid.js'
import { isUnproven } from '../../../states/observed-node.js'
import { derivedUuid } from './derived-uuid.js'

/**
 * Finds the node of a machine by its UUID, its name or one of its addresses. `undefined` when no node has any of them;
 * an error when they belong to different nodes.
 */
export async function identifyMachine(
  known: KnownMachines,
  { node: { uuid, name }, ports }: WantedMachine,
): Promise<Result<KnownNode | undefined, RequestError | IdentityConflictError>> {
  const holders: IdentityHolder[] = []
  let found: KnownNode | undefined
  for (const [ident, has] of [
    [uuid, `UUID ${uuid}`],
    [name, `name ${name ?? ''}`],
  ] as const) {
    if (ident == null || found?.name === ident) continue
    const node = await known.node(ident)
    if (node.isErr()) return err(node.error)
    if (node.value === undefined) continue
    found ??= node.value
    holders.push({ what: 'node', id: node.value.uuid, has })
  }
  for (const { port } of ports) {
    const held = await known.portAt(port.address)
    if (held.isErr()) return err(held.error)
    if (held.value === undefined) continue
    holders.push({ what: 'node', id: held.value.node_uuid, has: `address ${port.address}` })
  }
  const [first] = holders
  if (first === undefined) return ok(undefined)
  if (holders.some(({ id }) => !sameId(id, first.id))) return err(new IdentityConflictError({ holders }))
  if (found !== undefined) return ok(found)
  return known.node(first.id)
}

/** Returns whether a machine is identified only by its addresses. */
export function isUnnamed({ node }: WantedMachine): boolean {
  return node.uuid === undefined && node.name === undefined
}

/** Derives the UUID of a node without a name from its addresses, so that it is found even before it has ports. */
export function uuidFor(wanted: WantedMachine): string {
  const [first] = wanted.ports.map(({ port }) => port.address).toSorted()
  if (isUnnamed(wanted) && first !== undefined) return derivedUuid('node', first)
  return wanted.node.uuid ?? randomUuid()
}

/** Finds a node that another process has begun under that UUID: without ports yet, or with ports of this machine. */
export async function findBegun(
  known: KnownMachines,
  wanted: WantedMachine,
  uuid: string,
): Promise<Result<KnownNode | undefined, RequestError>> {
  const node = await known.node(uuid)
  if (node.isErr() || node.value === undefined) return node
  const ports = await known.portsOf(uuid)
  if (ports.isErr()) return err(ports.error)
  const isBare = ports.value.length === 0 && isUnproven(node.value)
  const addresses = new Set(wanted.ports.map(({ port }) => port.address))
  const isOurs = ports.value.some(({ address }) => addresses.has(address.toLowerCase()))
  return ok(isBare || isOurs ? node.value : undefined)
}
