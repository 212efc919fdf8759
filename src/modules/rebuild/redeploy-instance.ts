import { err, ok, type Result } from 'neverthrow'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import { missingFeature, type Need } from '../../client/requests/missing-feature.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { NodeNotReadyError } from '../../operations/node-errors.js'
import { verbAction } from '../../operations/provision-verb-plan.js'
import type { CallScope } from '../../operations/run-operation.js'
import { sendProvisionVerb } from '../../operations/send-provision-verb.js'
import { waitForState } from '../../operations/watch-node.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { ConfigDriveValue } from '../config-drive/prepare-config-drive.js'
import { checkRootVolume } from '../deployment/check-root-volume.js'
import { adviceForDeployment } from '../deployment/deployment-advice.js'
import { deploymentConfigDrive, type DeploymentConfigDrive } from '../deployment/deployment-config-drive.js'
import { isFromVolume } from '../deployment/image-input.js'
import { validateNode } from '../deployment/validate-node.js'
import { CHECKSUM_OF_CONVERTED, imageIsLost, imageOfLastDeployment } from './converted-image.js'
import { hasInstance, notReady, type InstanceNode } from './instance-node.js'
import { putBackInfo, sayingWhatIsLeft } from './put-back-info.js'
import type { RequestRebuildError, WaitForRebuildError } from './rebuild-errors.js'
import { rebuildInfo } from './rebuild-info.js'
import type { CheckedRebuild } from './rebuild-request.js'
import { writeRebuildInfo } from './write-rebuild-info.js'

/** Whether this call rebuilt the instance, or joined a deployment in progress. */
export type RebuildOutcome = 'redeployed' | 'joined'

/** Requests a rebuild: checks the node, writes `instance_info`, validates the node and sends the request. */
export async function requestRebuild(
  context: ModuleContext,
  node: WatchedNode,
  request: CheckedRebuild,
  work: CallScope,
): Promise<Result<RebuildOutcome, RequestRebuildError>> {
  const { signal, deadlineAt } = work
  if (!hasInstance(node)) return err(notReady(node, 'carries no instance'))
  const action = verbAction(node, 'rebuild')
  if (action.isErr()) return err(action.error)
  if (action.value === 'join') return ok('joined')

  const features = await context.client.features({ signal })
  if (features.isErr()) return err(features.error)
  const missing = missingFeature(neededBy(request), features.value)
  if (missing !== undefined) return err(missing)
  const instance = { id: node.instance_uuid, name: nameOf(node) }
  const drive = await deploymentConfigDrive(context, { ...request, instance }, features.value)
  if (drive.isErr()) return err(drive.error)

  const kept = imageThatStays(node, request)
  if (kept.isErr()) return err(kept.error)
  const bootable = await checkRootVolume(context, node, request.image, { signal })
  if (bootable.isErr()) return err(bootable.error)
  const changes = { ...kept.value, ...rebuildInfo(request) }
  const written = await writeRebuildInfo(context, node, changes, { signal, deadlineAt })
  if (written.isErr()) {
    const doubt = mayHaveHappened(written.error) ? 'of what was written' : 'none'
    const after = await putBackInfo(context, node, { changes, doubt, signal })
    return err(sayingWhatIsLeft(written.error, after))
  }
  const isImageless = written.value['image_source'] === undefined
  const ready = await prepareRebuild(context, node, drive.value, { signal })
  const asked = ready.isErr()
    ? err(ready.error)
    : await askForRebuild(context, node, request, { configdrive: ready.value, isImageless, ...work })
  if (asked.isOk()) return ok('redeployed')
  const { error } = asked
  const failsWithoutImage = ready.isOk() && isImageless && isOfMissingImage(error)
  const doubt = ready.isOk() && mayHaveHappened(error) ? 'of the rebuild' : 'none'
  const after = await putBackInfo(context, node, {
    changes,
    doubt: failsWithoutImage ? 'none' : doubt,
    signal,
  })
  return err(failsWithoutImage ? noImage(node, error, after === 'as_before') : sayingWhatIsLeft(error, after))
}

/** Returns the changes that let Ironic deploy the last image again: usually none. */
function imageThatStays(node: InstanceNode, { image }: CheckedRebuild): Result<FreeForm, NodeNotReadyError> {
  const last = image === undefined ? imageOfLastDeployment(node.instance_info) : 'kept'
  return last === 'lost' ? err(imageIsLost(node)) : ok(last === 'kept' ? {} : CHECKSUM_OF_CONVERTED)
}

/** Completes the config drive and validates the node. When this fails, the rebuild has not begun. */
async function prepareRebuild(
  context: ModuleContext,
  node: InstanceNode,
  drive: DeploymentConfigDrive,
  { signal }: AskOptions,
): Promise<Result<ConfigDriveValue | undefined, RequestRebuildError>> {
  const configdrive = await drive.complete(node.uuid, { signal })
  if (configdrive.isErr()) return err(configdrive.error)
  const valid = await validateNode(context, node.uuid, { signal })
  return valid.isErr() ? err(valid.error) : ok(configdrive.value)
}

function askForRebuild(
  context: ModuleContext,
  found: InstanceNode,
  { deploySteps: deploy_steps }: CheckedRebuild,
  {
    configdrive,
    isImageless,
    ...work
  }: CallScope & { readonly configdrive: ConfigDriveValue | undefined; readonly isImageless: boolean },
): Promise<Result<void, RequestRebuildError>> {
  const request = { target: 'rebuild', configdrive, deploy_steps } as const
  const isFinal = (error: RequestRebuildError) => isImageless && isOfMissingImage(error)
  return sendProvisionVerb(context, { found, request, isFinal }, work)
}

/** Whether the conductor itself failed for lack of an image. RPC over messages passes its error on, json-rpc does not. */
function isOfMissingImage(error: RequestRebuildError): boolean {
  return error.kind === 'server_error' && error.isUnexpected
}

/** @see openstack/ironic `ironic/conductor/deployments.py` (start_deploy), which leaves `auto_lessee` unset there */
function noImage(node: InstanceNode, cause: Error, isRestored: boolean): NodeNotReadyError {
  const rest = isRestored
    ? 'Nothing was rebuilt, and its instance_info is unchanged.'
    : 'Nothing was rebuilt, but its instance_info already describes the rebuild.'
  return new NodeNotReadyError(
    `Ironic failed to accept the rebuild of node ${node.uuid}, which has no image_source. Ironic 2024.2 and later cannot rebuild a node that boots from a volume, a ramdisk or an ISO image. ${rest} Destroy the instance, and spawn it again.`,
    'fix_request',
    { node: node.uuid, instance: node.instance_uuid, provisionState: node.provision_state, cause },
  )
}

/** Waits until a rebuild that Ironic has accepted has ended. */
export function waitForRebuild(
  context: ModuleContext,
  node: WatchedNode,
  work: CallScope,
): Promise<Result<WatchedNode, WaitForRebuildError>> {
  // The instance is on this node, so another node does not help.
  return waitForState(context, node, 'rebuild', work, (text) =>
    adviceForDeployment(text) === 'fix_request' ? 'fix_request' : 'fix_node',
  )
}

function neededBy({ configDrive, deploySteps, image }: CheckedRebuild): readonly Need[] {
  return [
    ...(configDrive === undefined ? [] : (['rebuild_config_drive'] as const)),
    ...(isFromVolume(image) ? (['volumes'] as const) : []),
    ...(deploySteps === undefined ? [] : (['deploy_steps'] as const)),
  ]
}

function nameOf({ instance_name, instance_info }: WatchedNode): string | undefined {
  const shown = instance_info?.['display_name']
  return instance_name ?? (typeof shown === 'string' && shown !== '' ? shown : undefined)
}
