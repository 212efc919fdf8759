import { sameJson } from '../../formats/same-json.js'
import { err, ok, type Result } from 'neverthrow'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import type { RequestErrorOr } from '../../client/errors/client-errors.js'
import { detachedSignal } from '../../client/requests/call-signal.js'
import { patchKeys, removeField, setField, type JsonPatch } from '../../client/requests/json-patch.js'
import type { NodePatchFault } from '../../client/resources/node/nodes.js'
import { findNode, type FindNodeError } from '../../operations/locate-node.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { InstanceMismatchError, type NodeNotReadyError } from '../../operations/node-errors.js'
import { patienceUntil, retryUntil } from '../../operations/retry-until.js'
import { isAvailable } from '../../states/observed-node.js'
import { sameId } from '../../states/same-id.js'
import { isLinkForbidden } from '../provisioning/claim/link-removal.js'
import { relinkInstance } from '../provisioning/claim/relink-instance.js'
import { removeLink } from '../provisioning/claim/remove-link.js'
import { notReady, type InstanceNode } from './instance-node.js'

/** The errors of writing `instance_info` for a rebuild. */
export type WriteError =
  RequestErrorOr<NodePatchFault> | FindNodeError | InstanceMismatchError | NodeNotReadyError

/**
 * Writes `instance_info` for the new deployment together with the link to the instance: Ironic refuses both if the node
 * now carries another instance, so no other instance is rebuilt. A key cannot be removed twice, so after a lost answer
 * the node is read before the next attempt. Returns the resulting `instance_info`.
 */
export async function writeRebuildInfo(
  context: ModuleContext,
  node: InstanceNode,
  changes: FreeForm,
  { signal, deadlineAt }: AskOptions & { readonly deadlineAt: number },
): Promise<Result<FreeForm, WriteError>> {
  const until = patienceUntil(context, deadlineAt)
  const written = await retryUntil(
    context,
    { until, signal },
    async (tries): Promise<Result<InstanceNode, WriteError>> => {
      const current =
        tries === 1 ? ok(node) : await findNode(context, node.uuid, { signal, also: ['instance_info'] })
      if (current.isErr()) return err(current.error)
      return patchInfo(context, node, { current: current.value.instance_info ?? {}, changes, signal })
    },
  )
  if (written.isErr()) {
    const { kind } = written.error
    const isStrange = kind === 'node_associated' || kind === 'rejected_request'
    return err((isStrange ? await takenMeanwhile(context, node, { signal }) : undefined) ?? written.error)
  }
  const seen = written.value
  if (!isAvailable(seen)) {
    const entries = Object.entries({ ...node.instance_info, ...changes })
    return ok(Object.fromEntries(entries.filter(([, value]) => value !== undefined)))
  }

  const unlinked = await unlinkAgain(context, node, { until, signal: detachedSignal(signal) })
  return err(unlinked.isErr() ? unlinked.error : notReady(seen, 'was torn down meanwhile'))
}

/** Changes keys of `instance_info`, only if the node carries the instance. */
export async function patchInfo(
  context: ModuleContext,
  node: InstanceNode,
  { current, changes, signal }: AskOptions & { readonly current: FreeForm; readonly changes: FreeForm },
): Promise<Result<InstanceNode, WriteError>> {
  const keys = patchKeys('instance_info', current, changes)
  if (keys.isErr()) return err(keys.error)
  const patch = [setField('instance_uuid', node.instance_uuid), ...keys.value]
  const patched = await context.client.nodes.patch(node.uuid, patch, { signal, retryForMs: 0 })
  if (patched.isErr() && isLinkForbidden(patched.error))
    return writeWithoutLink(context, node, keys.value, { signal })
  if (patched.isErr() && patched.error.kind === 'rejected_request') {
    const now = await infoNow(context, node, { signal })
    if (now !== undefined && !sameJson(now, current))
      return patchInfo(context, node, { current: now, changes, signal })
  }
  return patched.map((seen) => ({ ...seen, instance_uuid: node.instance_uuid }))
}

/** Reads `instance_info` again: a key that another client removed meanwhile cannot be removed again. */
async function infoNow(
  context: ModuleContext,
  { uuid, instance_uuid: instance }: InstanceNode,
  { signal }: AskOptions,
): Promise<FreeForm | undefined> {
  const look = await findNode(context, uuid, { signal, also: ['instance_info'] })
  if (look.isErr() || !sameId(look.value.instance_uuid, instance)) return undefined
  return look.value.instance_info ?? {}
}

/**
 * Changes keys for a login that may not write the link, such as a lessee's. Ironic cannot compare the link then, so the
 * node is read right before the write, and the answer shows which instance it carried.
 */
async function writeWithoutLink(
  context: ModuleContext,
  { uuid, instance_uuid: instance }: InstanceNode,
  keys: JsonPatch,
  { signal }: AskOptions,
): Promise<Result<InstanceNode, WriteError>> {
  const look = await findNode(context, uuid, { signal })
  if (look.isErr()) return err(look.error)
  const written =
    !sameId(look.value.instance_uuid, instance) || keys.length === 0
      ? look
      : await context.client.nodes.patch(uuid, keys, { signal, retryForMs: 0 })
  if (written.isErr()) return err(written.error)
  const { instance_uuid: found } = written.value
  return sameId(found, instance)
    ? ok({ ...written.value, instance_uuid: instance })
    : err(new InstanceMismatchError({ node: uuid, instance, found }))
}

/** Removes the link just written to a node that was torn down meanwhile; left there, it would block the node. */
function unlinkAgain(
  context: ModuleContext,
  node: InstanceNode,
  { until, signal }: { readonly until: number; readonly signal: AbortSignal },
): Promise<Result<void, WriteError>> {
  const unlink = [removeField('instance_uuid'), setField('instance_info', {})]
  return retryUntil(context, { until }, async (): Promise<Result<void, WriteError>> => {
    const removed = await removeLink(context, node, unlink, { signal })
    if (removed.isErr()) return err(removed.error)
    switch (removed.value.outcome) {
      case 'removed':
      case 'changed':
        return ok(undefined)
      case 'refused':
        return err(removed.value.error)
      case 'hit_deployment':
        return relinkInstance(context, node.uuid, {
          instance: node.instance_uuid,
          lost: removed.value.lost,
          until,
          signal,
        })
    }
  })
}

/** Returns an error if the node now carries another instance, or none: Ironic refuses the patch in several ways then. */
async function takenMeanwhile(
  context: ModuleContext,
  { uuid, instance_uuid: instance }: InstanceNode,
  options: AskOptions,
): Promise<InstanceMismatchError | undefined> {
  const look = await context.reader.read({ node: uuid }, options)
  const found = look.isOk() ? look.value?.instance_uuid : instance
  if (found === undefined || sameId(found, instance)) return undefined
  return new InstanceMismatchError({ node: uuid, instance, found })
}
