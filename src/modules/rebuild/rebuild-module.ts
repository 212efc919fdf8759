import { okAsync, type ResultAsync } from 'neverthrow'
import { checkedInput } from '../../operations/checked-input.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { WaitOptions, ModuleContext } from '../../operations/module-context.js'
import { provisioningStatus, type ProvisioningStatus } from '../../operations/node-status.js'
import { waitingVerb } from '../../operations/waiting-verb.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { RebuildError, RequestRebuildError, WaitForRebuildError } from './rebuild-errors.js'
import { rebuildRequest, type RebuildRequest, type CheckedRebuild } from './rebuild-request.js'
import { requestRebuild, waitForRebuild, type RebuildOutcome } from './redeploy-instance.js'

/** An instance that was rebuilt, or is being rebuilt. */
export interface RebuiltInstance extends ProvisioningStatus {
  readonly outcome: RebuildOutcome
}

/**
 * Deploys instances again on their own nodes.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (do_node_deploy)
 *
 * @example
 * ```ts
 * import type { IronicDriver } from 'ironic-driver'
 *
 * export async function upgrade({ rebuild }: IronicDriver, instance: string): Promise<void> {
 *   const image = { source: 'http://images.example/web-2.qcow2', checksum: `sha256:${'0'.repeat(64)}` }
 *   const rebuilt = await rebuild.redeploy({ instance }, { image }, { deadlineMs: 30 * 60_000 })
 *   if (rebuilt.isErr()) throw rebuilt.error
 * }
 * ```
 */
export interface RebuildModule {
  /**
   * Deploys an instance again on its node, and waits until it is active. Overwrites the disk; the instance, its VIFs
   * and its node stay the same. Works from `active`, `error` and `deploy failed`. Checks that the instance is on the
   * node before it writes anything.
   *
   * A call during a deployment joins that deployment, even if it deploys something else. A call after its end deploys
   * again, so after a crash use `waitForRedeploy`. A failed deployment is not undone: the instance stays in `deploy
   * failed`, and can be rebuilt again or destroyed. When Ironic does not accept the rebuild, `instance_info` is restored,
   * which may take up to 35 seconds beyond the deadline; the error's message says what could not be restored. Default
   * deadline: 60 minutes.
   *
   * `image` is required if a conductor converted the last image to raw (`downloadSource: 'local'`, a `file://` source):
   * Ironic replaces its checksum by that of the converted file and does not keep the original. An image that was raw
   * from the start looks the same. An image from Glance or an OCI registry can be deployed again without `image`.
   *
   * A config drive needs microversion 1.35.
   *
   * Ironic 2024.2 and later fails to rebuild a node without an image on its disk: one that boots from a volume, a
   * ramdisk or an ISO image. Destroy such an instance, and spawn it again.
   *
   * @fails node_not_ready when the node carries no instance, is in a state that does not allow a rebuild, has no image
   * and Ironic cannot rebuild it without one, or had its image converted and `image` is not passed
   * @fails node_protected when the node is protected
   * @fails validation_failed when the node cannot be deployed like this, with Ironic's reasons
   * @fails transition_failed when the deployment failed, with Ironic's reason
   * @fails vif_missing when the config drive is to describe a VIF that Ironic shows on no port of the node
   */
  redeploy(
    target: NodeTarget,
    request?: RebuildRequest,
    options?: WaitOptions,
  ): ResultAsync<RebuiltInstance, RebuildError>

  /** Like `redeploy`, but returns as soon as Ironic has accepted the request. A second call acts as with `redeploy`. */
  requestRedeploy(
    target: NodeTarget,
    request?: RebuildRequest,
    options?: WaitOptions,
  ): ResultAsync<RebuiltInstance, RequestRebuildError>

  /**
   * Waits until a rebuild has ended, after `requestRedeploy`; changes nothing. Safe to repeat. An active instance counts
   * as rebuilt.
   */
  waitForRedeploy(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<RebuiltInstance, WaitForRebuildError>
}

/** Builds the rebuild module alone; a driver has it as `driver.rebuild`. */
export function createRebuildModule(context: ModuleContext): RebuildModule {
  const given = (request: RebuildRequest) => checkedInput(rebuildRequest, request)
  const redeploy = waitingVerb(context, {
    name: 'rebuild.redeploy',
    deadlineMs: 60 * 60_000,
    also: ['instance_info', 'instance_name'],
    ask: (node, request: CheckedRebuild, work) => requestRebuild(context, node, request, work),
    wait: (node, work) => waitForRebuild(context, node, work),
    joined: 'joined',
    asked: rebuilt,
    done: (node, outcome) => okAsync(rebuilt(node, outcome)),
  })

  return {
    redeploy: (target, request = {}, options = {}) => redeploy.change(target, given(request), options),
    requestRedeploy: (target, request = {}, options = {}) =>
      redeploy.request(target, given(request), options),
    waitForRedeploy: (target, options = {}) => redeploy.waitFor(target, options),
  }
}

function rebuilt(node: WatchedNode, outcome: RebuildOutcome): RebuiltInstance {
  return { ...provisioningStatus(node), outcome }
}
