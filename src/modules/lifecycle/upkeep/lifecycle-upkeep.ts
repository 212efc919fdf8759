import type { ResultAsync } from 'neverthrow'
import { type NodeTarget, target as targetSchema, waitOptions } from '../../../operations/input-schemas.js'
import type { AskOptions, WaitOptions, ModuleContext } from '../../../operations/module-context.js'
import type { MaintenanceError, RemoveError, RetireError, UnretireError } from './upkeep-errors.js'
import {
  type Reason,
  type MaintenanceChange,
  clearMaintenance,
  setMaintenance,
} from './change-maintenance.js'
import { type NodeRetirement, RETIREMENT_FIELDS, retireNode, unretireNode } from './retire-node.js'
import { type RemovedNode, removeNode } from './remove-node.js'
import * as z from 'zod'
import { checkedInput } from '../../../operations/checked-input.js'
import { runOperation } from '../../../operations/run-operation.js'
import { workOnNode } from '../../../operations/work-on-node.js'

/** Takes nodes out of service, temporarily or permanently. */
export interface LifecycleUpkeep {
  /**
   * Puts a node into maintenance: Ironic no longer deploys, cleans, services or rescues it, and does not correct its
   * power state. Work under way continues, and an instance on it keeps running. Two requests; safe to repeat: a new
   * reason replaces the present one. Ironic itself would end the maintenance of a `power failure`, so the call ends
   * that one and begins another, with one more request.
   *
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeMaintenanceController)
   */
  maintenance(
    target: NodeTarget,
    reason?: Reason,
    options?: AskOptions,
  ): ResultAsync<MaintenanceChange, MaintenanceError>

  /**
   * Ends the maintenance of a node, an operator's or Ironic's, and clears its reason and fault. Two requests; safe to
   * repeat. For a node that Ironic itself has put into maintenance, use `recover`.
   */
  endMaintenance(target: NodeTarget, options?: AskOptions): ResultAsync<MaintenanceChange, MaintenanceError>

  /**
   * Retires a node, so that it is no longer offered for deployment. An instance on it keeps running; when it is
   * destroyed, the node is cleaned as usual but ends in `manageable` instead of `available`. Two requests; safe to
   * repeat: a new reason replaces the present one. Microversion 1.61.
   *
   * @fails node_not_ready when the node is `available`: call `manage` first, so that no other client can deploy it
   * @fails transition_in_progress when the node is changing its provision state
   * @see openstack/ironic `doc/source/admin/retirement.rst`
   */
  retire(target: NodeTarget, reason?: Reason, options?: AskOptions): ResultAsync<NodeRetirement, RetireError>

  /**
   * Ends the retirement of a node and clears its reason. Call `provide` to offer it again. Two requests; safe to
   * repeat. Microversion 1.61.
   *
   * @fails transition_in_progress when the node is changing its provision state
   */
  unretire(target: NodeTarget, options?: AskOptions): ResultAsync<NodeRetirement, UnretireError>

  /**
   * Removes a node from Ironic, with its ports, port groups, traits, volumes and history. Waits for a lock, and for a
   * transition that ends by itself, such as the cleaning after an instance. The hardware is not touched. Safe to
   * repeat: a missing node counts as removed. Two requests when it does not wait. Default deadline: 30 minutes.
   *
   * Ironic allows it in `enroll`, `manageable`, `available` and `adopt failed`. In maintenance it allows it in other
   * states too, and ignores agents there: `clean wait` and `inspect wait` never end. This call never removes a node
   * that carries an instance, or is in a state of one, even in maintenance.
   *
   * @fails node_not_ready when it carries an instance or its state does not allow it; the message says what to do first
   * @fails not_found_or_hidden when it is not found, and the login sees only the nodes of its own project
   * @fails node_protected when it is protected
   * @fails wait_timed_out when the work under way does not end in time
   * @fails state_refused when Ironic refuses it in a state that this library takes for allowed
   * @fails node_associated when another client put an instance on it meanwhile
   * @see openstack/ironic `ironic/conductor/manager.py` (destroy_node)
   */
  remove(target: NodeTarget, options?: WaitOptions): ResultAsync<RemovedNode, RemoveError>
}

/** The length that fits Ironic's database column with any characters. */
const LONGEST_REASON = 16_000

const reasonGiven: z.ZodType<Reason> = z.strictObject({
  reason: z
    .string()
    .min(1, 'is empty; leave it out for none')
    .max(LONGEST_REASON, `is longer than ${LONGEST_REASON} characters`)
    .optional(),
})

export function createLifecycleUpkeep(context: ModuleContext): LifecycleUpkeep {
  return {
    maintenance: (target, reason = {}, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'lifecycle.maintenance',
          target,
          options,
          input: checkedInput(reasonGiven, reason, 'reason'),
        },
        (node, call, why) => setMaintenance(context, node, why, call),
      ),

    endMaintenance: (target, options = {}) =>
      workOnNode(context, { operation: 'lifecycle.endMaintenance', target, options }, (node, call) =>
        clearMaintenance(context, node, call),
      ),

    retire: (target, reason = {}, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'lifecycle.retire',
          target,
          options,
          also: RETIREMENT_FIELDS,
          input: checkedInput(reasonGiven, reason, 'reason'),
        },
        (node, call, why) => retireNode(context, node, why, call),
      ),

    unretire: (target, options = {}) =>
      workOnNode(
        context,
        { operation: 'lifecycle.unretire', target, options, also: RETIREMENT_FIELDS },
        (node, call) => unretireNode(context, node, call),
      ),

    remove: (target, options = {}) =>
      runOperation(
        context,
        { operation: 'lifecycle.remove', deadlineMs: 30 * 60_000 },
        checkedInput(targetSchema, target, 'target'),
        checkedInput(waitOptions, options, 'options'),
        (wanted, work) => removeNode(context, wanted, work),
      ),
  }
}
