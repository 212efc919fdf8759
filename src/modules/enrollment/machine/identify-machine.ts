import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../../client/errors/client-errors.js'
import { sameId } from '../../../states/same-id.js'
import { IdentityConflictError, type IdentityHolder } from './enroll-errors.js'
import type { KnownNode } from './enroll-plan.js'
import type { KnownMachines } from './known-machines.js'
import type { WantedMachine } from './wanted-machine.js'

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
