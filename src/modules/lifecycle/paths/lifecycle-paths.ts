import { type ResultAsync, okAsync } from 'neverthrow'
import type { NodeTarget } from '../../../operations/input-schemas.js'
import type { LocateError } from '../../../operations/locate-node.js'
import type { AskOptions, WaitOptions, ModuleContext } from '../../../operations/module-context.js'
import type { TransitionPlan } from '../../../states/plan-transition.js'
import type { ProvisionState } from '../../../states/provision-states.js'
import type { BringToError, RecoverError } from './bring-to-errors.js'
import {
  type GoalState,
  type PathOptions,
  type RecoverOptions,
  bringToOptions,
  goalState,
  planPathOptions,
  recoverOptions,
} from './path-input.js'
import { type BroughtTo, bringTo } from './bring-to.js'
import { type NodeRecovery, recoverNode } from './recover-node.js'
import { checkedInput } from '../../../operations/checked-input.js'
import { workOnNode } from '../../../operations/work-on-node.js'
import { pathOf } from './bring-to-plan.js'

/** The plan for bringing a node to a state. Nothing was changed. */
export type NodePath = TransitionPlan & {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly from: ProvisionState
  readonly to: GoalState
}

/** Moves nodes to a state with as many verbs as that takes. */
export interface LifecyclePaths {
  /**
   * Takes a node out of a failed state and waits. Waits for work under way first; a node that has not failed stays as
   * it is. Returns the steps taken. Safe to repeat. Default deadline: 4 hours.
   *
   * - `clean failed`, `inspect failed`, `adopt failed`, and `enroll` after a failed verification: to `manageable`, by
   *   `manage`.
   * - `rescue failed`, `unrescue failed`: to `active`, by `unrescue`.
   * - `service failed`: to `active`, by `abort`; Ironic 32 and later.
   * - `deploy failed`: to `active`, by deploying the instance again, which rewrites its disk and preserves an ephemeral
   *   partition if the failed deployment was to; with `instance: 'destroy'`, by tearing it down.
   * - `error`: by completing the failed tear-down.
   *
   * The call ends the maintenance that Ironic itself began when a step failed: its `fault` is `clean failure`, `service
   * failure` or `rescue abort failure`, and its reason is the error that Ironic recorded. An operator's maintenance
   * stays, also when a step failed later, unless it was begun without a reason: then it looks like Ironic's own. Ironic
   * ends a `power failure` itself. The call ends the maintenance after `manage`, which Ironic accepts in maintenance,
   * and before any other verb.
   *
   * @fails node_not_ready when an instance is to be deployed again and the node has no instance, no image, or an image
   * that a conductor has converted (call `rebuild.redeploy` with `image`); or when a tear-down would have to clean a
   * node that stays in maintenance
   * @fails node_in_maintenance when an operator's maintenance forbids it
   * @fails state_refused when this Ironic does not allow it, as before version 32 from `service failed`
   * @fails transition_failed when the work failed again
   * @fails validation_failed when the node cannot be deployed again as it is, with Ironic's reasons
   * @fails not_found_or_hidden when the node is lost during a tear-down, and the login sees only the nodes of its
   * project
   * @see openstack/ironic `ironic/conductor/utils.py` (cleaning_error_handler, servicing_error_handler)
   */
  recover(target: NodeTarget, options?: WaitOptions & RecoverOptions): ResultAsync<NodeRecovery, RecoverError>

  /**
   * Brings a node to a state by the shortest path of verbs that Ironic allows, and waits at each step. Safe to
   * repeat: it reads the node before each step, so it continues where an earlier call was interrupted. Default
   * deadline: 4 hours.
   *
   * It first waits for work under way, and fails if that fails. It continues work that a `hold` step has paused
   * (`unhold`). From failed states it takes the same path as `recover`, but does not change maintenance. It destroys an
   * instance or adopts a node only if `allow` contains the verb, and never deploys; use `provisioning.spawn` for that.
   * It plans the path again before each step, so it ends where Ironic accepts no verb.
   *
   * @fails no_path when no path exists, or only with verbs that `allow` does not contain; `needs` lists these
   * @fails node_not_ready when the node is in maintenance and would have to be cleaned, or enters a state in which
   * Ironic accepts no verb
   * @fails node_retired when the goal of a retired node is `available`
   * @fails node_in_maintenance when Ironic refuses a verb of the path in maintenance
   * @fails transition_failed when a step of the path failed
   * @fails transition_diverged when another client moves the node during the call
   * @fails not_found_or_hidden when the node is lost during a tear-down, and the login sees only the nodes of its
   * project
   */
  bringTo(
    target: NodeTarget,
    state: GoalState,
    options?: WaitOptions & PathOptions,
  ): ResultAsync<BroughtTo, BringToError>

  /**
   * Returns the verbs by which `bringTo` would bring a node to a state, and which of them `allow` must contain. One
   * read; changes nothing.
   */
  plan(
    target: NodeTarget,
    state: GoalState,
    options?: AskOptions & PathOptions,
  ): ResultAsync<NodePath, LocateError>
}

const DEADLINE_MS = 4 * 60 * 60_000

export function createLifecyclePaths(context: ModuleContext): LifecyclePaths {
  const goal = (state: GoalState) => checkedInput(goalState, state, 'state')

  return {
    recover: (target, options = {}) =>
      workOnNode(
        context,
        { operation: 'lifecycle.recover', target, options, schema: recoverOptions, deadlineMs: DEADLINE_MS },
        (node, { instance = 'keep', endMaintenance = 'of_failed_step', ...work }) =>
          recoverNode(context, node, { ...work, instance, endMaintenance }),
      ),

    bringTo: (target, state, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'lifecycle.bringTo',
          target,
          options,
          schema: bringToOptions,
          deadlineMs: DEADLINE_MS,
          input: goal(state),
        },
        (node, { allow = [], ...work }, to) => bringTo(context, node, { ...work, to, allow }),
      ),

    plan: (target, state, options = {}) =>
      workOnNode(
        context,
        { operation: 'lifecycle.plan', target, options, schema: planPathOptions, input: goal(state) },
        (node, { allow = [] }, to) => {
          const { uuid, instance_uuid, provision_state: from } = node
          return okAsync({ node: uuid, instance: instance_uuid, from, to, ...pathOf(node, to, allow) })
        },
      ),
  }
}
