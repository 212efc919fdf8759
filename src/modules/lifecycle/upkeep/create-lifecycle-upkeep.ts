import * as z from 'zod'
import { checkedInput } from '../../../operations/checked-input.js'
import { target as targetSchema, waitOptions } from '../../../operations/input-schemas.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { runOperation } from '../../../operations/run-operation.js'
import { workOnNode } from '../../../operations/work-on-node.js'
import { clearMaintenance, setMaintenance } from './change-maintenance.js'
import type { LifecycleUpkeep, Reason } from './lifecycle-upkeep.js'
import { removeNode } from './remove-node.js'
import { RETIREMENT_FIELDS, retireNode, unretireNode } from './retire-node.js'

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
