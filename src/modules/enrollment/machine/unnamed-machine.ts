import { randomUUID } from 'node:crypto'
import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../../client/errors/client-errors.js'
import { isUnproven } from '../../../states/observed-node.js'
import { derivedUuid } from './derived-uuid.js'
import type { KnownNode } from './enroll-plan.js'
import type { KnownMachines } from './known-machines.js'
import type { WantedMachine } from './wanted-machine.js'

/** Returns whether a machine is identified only by its addresses. */
export function isUnnamed({ node }: WantedMachine): boolean {
  return node.uuid === undefined && node.name === undefined
}

/** Derives the UUID of a node without a name from its addresses, so that it is found even before it has ports. */
export function uuidFor(wanted: WantedMachine): string {
  const [first] = wanted.ports.map(({ port }) => port.address).toSorted()
  if (isUnnamed(wanted) && first !== undefined) return derivedUuid('node', first)
  return wanted.node.uuid ?? randomUUID()
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
