import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../client/errors/client-errors.js'
import { sameId } from '../states/same-id.js'
import type { ReadOptions } from '../waiting/node-reader.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import type { NodeTarget } from './input-schemas.js'
import type { ModuleContext, ModuleParts } from './module-context.js'
import { InstanceMismatchError, InstanceNotFoundError, NodeNotFoundError } from './node-errors.js'

/**
 * The errors of reading a node by UUID or name.
 *
 * @inline
 */
export type FindNodeError = RequestError | NodeNotFoundError

/** The errors of finding the node of a target. */
export type LocateError = FindNodeError | InstanceNotFoundError | InstanceMismatchError

/** Reads a node; fails if it does not exist. */
export async function findNode(
  { reader }: ModuleParts,
  node: string,
  options: ReadOptions = {},
): Promise<Result<WatchedNode, FindNodeError>> {
  const found = await reader.read({ node }, options)
  if (found.isErr()) return err(found.error)
  return found.value === undefined ? err(new NodeNotFoundError({ node })) : ok(found.value)
}

/** Reads the node of a target, and checks that it carries the instance of the target. */
export async function locateNode(
  context: ModuleContext,
  { node, instance }: NodeTarget,
  options: ReadOptions = {},
): Promise<Result<WatchedNode, LocateError>> {
  if (node === undefined) {
    const carrier = await context.reader.read({ instance }, options)
    if (carrier.isErr()) return err(carrier.error)
    return carrier.value === undefined ? err(new InstanceNotFoundError({ instance })) : ok(carrier.value)
  }
  const found = await findNode(context, node, options)
  if (found.isErr()) return err(found.error.within({ instance }))
  const { uuid, instance_uuid } = found.value
  if (instance === undefined || sameId(instance_uuid, instance)) return ok(found.value)
  return err(new InstanceMismatchError({ node: uuid, instance, found: instance_uuid }))
}
