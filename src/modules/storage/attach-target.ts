import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { NewVolumeTarget, VolumeTarget } from '../../client/resources/volume-targets.js'
import type { AskOptions, ModuleContext, ModuleParts } from '../../operations/module-context.js'
import { OutcomeUnknownError } from '../../operations/node-errors.js'
import { sameId } from '../../states/same-id.js'
import { maskedTarget } from './masked-target.js'
import { VolumeTargetTakenError, type AttachTargetError, type TargetError } from './storage-errors.js'
import type { VolumeRequest } from './storage-input.js'

/** A volume on a node: whether this call attached it, and Ironic's record of it. */
export interface TargetAttachment {
  readonly outcome: 'attached' | 'was_there'
  readonly target: VolumeTarget
}

export function listTargets(
  { client }: ModuleParts,
  node: string,
  { signal }: AskOptions,
): ResultAsync<readonly VolumeTarget[], RequestError> {
  const listed = client.volumeTargets.list({ filter: { node }, signal }).all()
  return listed.map((targets) => targets.map(maskedTarget))
}

/**
 * Adds a target. After a duplicate refusal or a lost answer, lists the targets: the same volume at the same boot index
 * counts as success, even if another client added it.
 */
export async function attachTarget(
  context: ModuleContext,
  node: string,
  volume: VolumeRequest,
  { signal }: AskOptions,
): Promise<Result<TargetAttachment, AttachTargetError>> {
  const { volumeId, volumeType, bootIndex, properties, id } = volume
  const wanted: NewVolumeTarget = {
    node_uuid: node,
    volume_type: volumeType,
    volume_id: volumeId,
    boot_index: bootIndex,
    properties,
    ...(id === undefined ? {} : { uuid: id }),
  }
  const created = await context.client.volumeTargets.create(wanted, { signal })
  if (created.isOk()) return ok({ outcome: 'attached', target: maskedTarget(created.value) })
  const cause = created.error
  if (cause.kind === 'aborted' || !(cause.kind === 'duplicate' || mayHaveHappened(cause))) return err(cause)

  const listed = await listTargets(context, node, { signal })
  if (listed.isErr()) return err(cause.kind === 'duplicate' ? listed.error : unknown(node, volumeId, cause))
  const holder = listed.value.find(({ boot_index }) => boot_index === bootIndex)
  if (holder?.volume_id === volumeId && (id === undefined || sameId(holder.uuid, id)))
    return ok({ outcome: cause.kind === 'duplicate' ? 'was_there' : 'attached', target: holder })
  if (holder === undefined && cause.kind !== 'duplicate') return err(unknown(node, volumeId, cause))
  const details = { node, bootIndex, target: holder?.uuid, volumeId: holder?.volume_id, cause }
  return err(new VolumeTargetTakenError(details))
}

/** Removes the targets of a volume, or the target with this UUID. One that is gone already counts as done. */
export async function detachTarget(
  context: ModuleContext,
  node: string,
  name: string,
  { signal }: AskOptions,
): Promise<Result<void, TargetError>> {
  const listed = await listTargets(context, node, { signal })
  if (listed.isErr()) return err(listed.error)
  for (const { uuid, volume_id } of listed.value) {
    if (!sameId(uuid, name) && volume_id !== name) continue
    const deleted = await context.client.volumeTargets.delete(uuid, { signal })
    if (deleted.isErr()) return err(deleted.error.within({ node }))
  }
  return ok(undefined)
}

function unknown(node: string, volume: string, cause: Error): OutcomeUnknownError {
  return new OutcomeUnknownError(
    `The answer to the request for volume ${volume} was lost, and the node does not show it as attached yet. It was not sent again. List the targets before you send it again.`,
    { node, cause },
  )
}
