import type { ResultAsync } from 'neverthrow'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { WaitOptions } from '../../operations/module-context.js'
import type { ProvisioningStatus } from '../../operations/node-status.js'
import type { RebuildError, RequestRebuildError, WaitForRebuildError } from './rebuild-errors.js'
import type { RebuildRequest } from './rebuild-request.js'

/** Whether this call rebuilt the instance, or a deployment was under way already. */
export type RebuildOutcome = 'redeployed' | 'joined'

/** An instance that was, or is being, deployed anew. */
export interface RebuiltInstance extends ProvisioningStatus {
  readonly outcome: RebuildOutcome
}

/**
 * Deploys instances anew on the nodes that they are on.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (do_node_deploy)
 */
export interface RebuildModule {
  /**
   * Deploys an instance anew on its node, and waits until it is active. The disk is written again; the instance, its
   * VIFs and its node stay. Works from `active`, `error` and `deploy failed`. Before anything is written, it is made
   * sure that the instance is on the node.
   *
   * A call while a deployment is under way joins that one, whatever it deploys. A call after its end deploys once
   * more, so after a crash use `waitForRedeploy`. A deployment that fails is not undone: the instance stays in `deploy
   * failed`, and can be rebuilt again or destroyed. When Ironic does not take the rebuild, `instance_info` is put back as
   * it was, for which up to 35 seconds are taken beyond the deadline; what cannot be put back is in the error's
   * message. Default deadline: 60 minutes.
   *
   * Without `image`, an image that a conductor converts to raw (`downloadSource: 'local'`, a `file://` source) cannot be
   * deployed once more: Ironic has replaced its checksum by that of the converted file, and keeps the one that was given
   * nowhere. Pass `image` then. One that was raw from the start cannot be told from it. An image of Glance or of an OCI
   * registry can be had again.
   *
   * A config drive needs microversion 1.35.
   *
   * Ironic of 2024.2 and later fails to take a rebuild that leaves the node without an image on its disk: one of a
   * machine that boots from a volume, a ramdisk or an ISO image. Destroy such an instance, and spawn it again.
   *
   * @fails node_not_ready when the node carries no instance, is in a state that it cannot be rebuilt from, has no image
   * and an Ironic that fails at that, or had its image converted and none is passed
   * @fails node_protected when the node is protected
   * @fails validation_failed when the node cannot be deployed like this, with Ironic's reasons
   * @fails transition_failed when the deployment failed, with Ironic's reason
   */
  redeploy(
    target: NodeTarget,
    request?: RebuildRequest,
    options?: WaitOptions,
  ): ResultAsync<RebuiltInstance, RebuildError>

  /** As `redeploy`, without the wait. Returns when Ironic has accepted it. What a second call does is the same too. */
  requestRedeploy(
    target: NodeTarget,
    request?: RebuildRequest,
    options?: WaitOptions,
  ): ResultAsync<RebuiltInstance, RequestRebuildError>

  /**
   * Waits until a rebuild is over, after `requestRedeploy`; asks for nothing. Safe to repeat. An instance that is
   * active counts as rebuilt.
   */
  waitForRedeploy(
    target: NodeTarget,
    options?: WaitOptions,
  ): ResultAsync<RebuiltInstance, WaitForRebuildError>
}
