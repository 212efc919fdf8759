import { err, ok, type Result } from 'neverthrow'
import type { ClientError } from '../client/client-errors.js'
import type { ReadOptions } from '../waiting/node-reader.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import type { Target } from './input-schemas.js'
import type { ModuleContext } from './module-context.js'
import { InstanceMismatchError, InstanceNotFoundError, NodeNotFoundError } from './module-errors.js'

export type LocateError = ClientError | NodeNotFoundError | InstanceNotFoundError | InstanceMismatchError

/** Reads the node that a target names, and checks that it carries the instance that the target names. */
export async function locateNode(
  { reader }: ModuleContext,
  target: Target,
  options: ReadOptions = {},
): Promise<Result<WatchedNode, LocateError>> {
  const { node, instance } = target
  if (node === undefined) {
    const carrier = await reader.read({ instance }, options)
    if (carrier.isErr()) return err(carrier.error)
    return carrier.value === undefined ? err(new InstanceNotFoundError({ instance })) : ok(carrier.value)
  }
  const found = await reader.read({ node }, options)
  if (found.isErr()) return err(found.error)
  if (found.value === undefined) return err(new NodeNotFoundError({ node, instance }))
  if (instance === undefined || found.value.instance_uuid === instance) return ok(found.value)
  return err(
    new InstanceMismatchError({ node: found.value.uuid, instance, found: found.value.instance_uuid }),
  )
}
