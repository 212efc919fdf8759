import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import type { AskOptions, ModuleParts } from '../../operations/module-context.js'
import { NodeNotReadyError } from '../../operations/node-errors.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { isFromVolume, type DeployImage } from './image-input.js'

/** Checks that a node that is to boot from a volume has one. Ironic would notice only during the deployment. */
export async function checkRootVolume(
  { client }: ModuleParts,
  { uuid: node, instance_uuid, provision_state: provisionState }: WatchedNode,
  image: DeployImage | undefined,
  { signal }: AskOptions,
): Promise<Result<void, RequestError | NodeNotReadyError>> {
  if (!isFromVolume(image)) return ok(undefined)
  const targets = await client.volumeTargets.list({ filter: { node }, signal }).all()
  if (targets.isErr()) return err(targets.error.within({ node }))
  if (targets.value.some(({ boot_index }) => boot_index === 0)) return ok(undefined)
  return err(
    new NodeNotReadyError(
      `Node ${node} has no volume at boot index 0 to boot from. Attach one with storage.attachTarget first.`,
      'fix_request',
      { node, instance: instance_uuid ?? undefined, provisionState },
    ),
  )
}
