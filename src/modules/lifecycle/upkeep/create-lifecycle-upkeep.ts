import { ok } from 'neverthrow'
import * as z from 'zod'
import { checkedInput } from '../../../operations/checked-input.js'
import {
  askOptions,
  target as targetSchema,
  waitOptions,
  type Target,
} from '../../../operations/input-schemas.js'
import { longOperation } from '../../../operations/long-work.js'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import { workOnNode } from '../../../operations/work-on-node.js'
import { clearMaintenance, setMaintenance } from './change-maintenance.js'
import type { LifecycleUpkeep, Reason } from './lifecycle-upkeep.js'
import { removeNode } from './remove-node.js'
import { RETIREMENT_FIELDS, retireNode, unretireNode } from './retire-node.js'

/** What its database has room for, whatever the letters are. */
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
        { ...asking('maintenance', target, options), argument: checkedInput(reasonGiven, reason, 'reason') },
        (node, why, call) => setMaintenance(context, node, why, call),
      ),

    endMaintenance: (target, options = {}) =>
      workOnNode(
        context,
        { ...asking('endMaintenance', target, options), argument: ok(undefined) },
        (node, _, call) => clearMaintenance(context, node, call),
      ),

    retire: (target, reason = {}, options = {}) =>
      workOnNode(
        context,
        {
          ...asking('retire', target, options),
          argument: checkedInput(reasonGiven, reason, 'reason'),
          also: RETIREMENT_FIELDS,
        },
        (node, why, call) => retireNode(context, node, why, call),
      ),

    unretire: (target, options = {}) =>
      workOnNode(
        context,
        { ...asking('unretire', target, options), argument: ok(undefined), also: RETIREMENT_FIELDS },
        (node, _, call) => unretireNode(context, node, call),
      ),

    remove: (target, options = {}) =>
      longOperation(
        context,
        { operation: 'lifecycle.remove', deadlineMs: 30 * 60_000 },
        checkedInput(targetSchema, target, 'target'),
        checkedInput(waitOptions, options, 'options'),
        (wanted, work) => removeNode(context, wanted, work),
      ),
  }

  function asking(verb: string, target: Target, options: AskOptions) {
    return { operation: `lifecycle.${verb}`, target, options: checkedInput(askOptions, options, 'options') }
  }
}
