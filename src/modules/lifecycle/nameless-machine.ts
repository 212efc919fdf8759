import { randomUUID } from 'node:crypto'
import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../client/client-errors.js'
import { derivedUuid } from './derived-uuid.js'
import type { KnownNode } from './enroll-plan.js'
import type { KnownMachines } from './known-machines.js'
import type { WantedMachine } from './wanted-machine.js'

/** Whether a machine is known by its addresses alone. */
export function isNameless({ node }: WantedMachine): boolean {
  return node.uuid === undefined && node.name === undefined
}

/** A node without a name is made under a UUID that follows from its addresses, so that it is found without its ports. */
export function uuidFor(wanted: WantedMachine): string {
  const [first] = wanted.ports.map(({ port }) => port.address).toSorted()
  if (isNameless(wanted) && first !== undefined) return derivedUuid('node', first)
  return wanted.node.uuid ?? randomUUID()
}

/** What a process has left that died before it had made a port, or is about to make one. */
export async function findBegun(
  known: KnownMachines,
  uuid: string,
): Promise<Result<KnownNode | undefined, RequestError>> {
  const node = await known.node(uuid)
  if (node.isErr() || node.value === undefined) return node
  const ports = await known.portsOf(uuid)
  if (ports.isErr()) return err(ports.error)
  return ok(ports.value.length === 0 && node.value.provision_state === 'enroll' ? node.value : undefined)
}
