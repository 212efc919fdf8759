import type { ResultAsync } from 'neverthrow'
import type { NodeTarget } from '../../../operations/input-schemas.js'
import type { LocateError } from '../../../operations/locate-node.js'
import type { AskOptions, WaitOptions } from '../../../operations/module-context.js'
import type { LifecycleChange } from '../../../operations/provision-verb.js'
import type { TransitionPlan, TransitionStep } from '../../../states/plan-transition.js'
import type { ProvisionState, RecoverVerb } from '../../../states/provision-states.js'
import type { BringToError, RecoverError } from './bring-to-errors.js'
import type { GoalState, PathOptions, RecoverOptions } from './path-input.js'

/** A node that was brought to a state. `joined`: it only had to be waited for. */
export interface BroughtTo extends LifecycleChange {
  /** What was done, in order. */
  readonly steps: readonly TransitionStep[]
  /** Whether the node is in maintenance, which this neither begins nor ends. */
  readonly maintenance: boolean
}

/** How a node would be brought to a state. Nothing was changed. */
export type NodePath = TransitionPlan & {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly from: ProvisionState
  readonly to: GoalState
}

/** Something that a recovery did. */
export type RecoveryStep = RecoverVerb | 'end_maintenance'

/** A node that has been recovered, or needed no recovery. */
export interface NodeRecovery extends LifecycleChange {
  /** The state that it was in. */
  readonly from: ProvisionState
  /** What was done, in order. */
  readonly did: readonly RecoveryStep[]
  /** Whether the node is in maintenance still, as an operator's stays. */
  readonly maintenance: boolean
  /** The fault that Ironic sees in it still, such as `power failure`. */
  readonly fault: string | null
}

/** Takes nodes to where they should be by as many verbs as it takes. */
export interface LifecyclePaths {
  /**
   * Gets a node out of a failed state by the way that Ironic allows, and waits: from `clean failed`, `inspect failed`
   * and `adopt failed` to `manageable` (`manage`); from `enroll` after a failed verification likewise; from `rescue
   * failed` and `unrescue failed` to `active` (`unrescue`); from `service failed` to `active` (`abort`, from Ironic 32
   * on); from `deploy failed` to `active` by deploying the instance again, which writes its disk anew and preserves an
   * ephemeral partition where the deployment that failed was to, or with `instance: 'destroy'` by tearing it down; from
   * `error` by ending the tear-down that failed. What is under way is waited for. A node that has not
   * failed is left as it is. Tells what was done. Safe to repeat. Default deadline: 4 hours.
   *
   * The maintenance that Ironic itself began when a step failed is ended: its `fault` is `clean failure`, `service
   * failure` or `rescue abort failure`, and its reason is what Ironic noted as the error. Any other is an operator's and
   * stays, as does the reason of one who was there before; a `power failure` Ironic ends by itself. An operator's that
   * was begun without a reason cannot be told apart once a step has failed. Where Ironic takes the verb in maintenance
   * (`manage`), the maintenance is ended after it, and before it elsewhere.
   *
   * @fails node_not_ready when an instance is to be deployed again and the node has none, no image of it, or one that a
   * conductor has converted, which `rebuild.redeploy` with `image` does; when a tear-down would have to clean a node that
   * stays in maintenance
   * @fails node_in_maintenance when an operator's maintenance forbids it
   * @fails state_refused when this Ironic knows no such way, as one before 32 out of `service failed`
   * @fails transition_failed when it failed again
   * @see openstack/ironic `ironic/conductor/utils.py` (cleaning_error_handler, servicing_error_handler)
   */
  recover(target: NodeTarget, options?: WaitOptions & RecoverOptions): ResultAsync<NodeRecovery, RecoverError>

  /**
   * Brings a node to a state by the shortest way of verbs that Ironic allows, and waits at each step. It looks before
   * each step, so that it goes on from wherever it was interrupted. Safe to repeat. Default deadline: 4 hours.
   *
   * What is under way is waited for first, and a failure of it ends the call. What a `hold` step has paused goes on
   * (`unhold`). From failed states it leads as `recover` does, but leaves maintenance alone. An instance is never
   * destroyed and no machine is adopted unless `allow` names the verb; nothing is deployed, which
   * `provisioning.spawn` does. The way is looked at anew each time, so it ends where Ironic takes no verb.
   *
   * @fails no_path when there is no way, or only by verbs that `allow` does not name, with these
   * @fails node_not_ready when the node is in maintenance and would have to be cleaned, or a state is met that takes no
   * verb
   * @fails node_retired when a retired node is to be made available
   * @fails node_in_maintenance when Ironic takes a verb of the way only out of maintenance
   * @fails transition_failed when a step of the way failed
   * @fails transition_diverged when somebody else moves the node meanwhile
   */
  bringTo(
    target: NodeTarget,
    state: GoalState,
    options?: WaitOptions & PathOptions,
  ): ResultAsync<BroughtTo, BringToError>

  /**
   * Tells by which verbs `bringTo` would bring a node to a state, and which of them it needs to be allowed. One read;
   * changes nothing.
   */
  plan(
    target: NodeTarget,
    state: GoalState,
    options?: AskOptions & PathOptions,
  ): ResultAsync<NodePath, LocateError>
}
