import { err, ok, type Result } from 'neverthrow'
import { provisionStateFacts } from '../../states/provision-states.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { findNode } from '../locate-node.js'
import type { AskOptions, ModuleContext } from '../module-context.js'
import { NodeNotReadyError } from '../module-errors.js'
import { persist } from '../persist.js'
import type { ReleaseError } from './provisioning-errors.js'
import type { ProvisioningStatus } from './provisioning-module.js'
import { provisioningStatus } from './provisioning-status.js'
import { unlinkInstance } from './unlink-instance.js'

/** For how long a node that is locked is asked again. */
const LOCKED_FOR_MS = 120_000

/** Gives a node back that an instance has and was not deployed on. */
export async function releaseNode(
  context: ModuleContext,
  { instance, node }: { readonly instance: string; readonly node: string },
  { signal }: AskOptions,
): Promise<Result<ProvisioningStatus, ReleaseError>> {
  const until = context.clock.now() + LOCKED_FOR_MS
  return persist(context, { until, signal }, async () => {
    const found = await findNode(context, node, { signal })
    if (found.isErr()) return err(found.error)
    if (found.value.instance_uuid !== instance) return ok(provisioningStatus(found.value))
    if (provisionStateFacts(found.value.provision_state)?.occupied !== false)
      return err(deployed(found.value, instance))
    const unlinked = await unlinkInstance(context, found.value, { signal })
    return unlinked.map(() => provisioningStatus({ ...found.value, instance_uuid: null }))
  })
}

function deployed({ uuid: node, provision_state: provisionState }: WatchedNode, instance: string) {
  return new NodeNotReadyError(
    `Node ${node} is in state "${provisionState}": the instance may be on its disk. Call destroy.`,
    'fix_request',
    { node, instance, provisionState },
  )
}
