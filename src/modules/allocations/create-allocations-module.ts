import { checkedInput } from '../../operations/checked-input.js'
import { askOptions } from '../../operations/input-schemas.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { runOperation } from '../../operations/run-operation.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { AllocationWait } from './allocation-wait.js'
import {
  allocationIdent,
  allocationRequest,
  allocationWaitOptions,
  backfillRequest,
} from './allocations-input.js'
import type { AllocationsModule } from './allocations-module.js'
import { backfillAllocation } from './backfill-allocation.js'
import { createAllocation, requestAllocation } from './create-allocation.js'
import { deleteAllocation } from './delete-allocation.js'
import { waitForAllocation } from './wait-for-allocation.js'

/** Ironic makes three attempts within seconds. */
const DEADLINE_MS = 120_000
const ASK_DEADLINE_MS = 60_000

/** Builds the allocations module alone; a driver has it as `driver.allocations`. */
export function createAllocationsModule(context: ModuleContext): AllocationsModule {
  const wait = new AllocationWait(context)

  return {
    create: (request, options = {}) =>
      runOperation(
        context,
        { operation: 'allocations.create', deadlineMs: DEADLINE_MS },
        checkedInput(allocationRequest, request, 'request'),
        checkedInput(allocationWaitOptions, options, 'options'),
        (wanted, work) => createAllocation(context, wait, wanted, work),
      ),

    requestCreate: (request, options = {}) =>
      runOperation(
        context,
        { operation: 'allocations.requestCreate', deadlineMs: ASK_DEADLINE_MS },
        checkedInput(allocationRequest, request, 'request'),
        checkedInput(askOptions, options, 'options'),
        (wanted, work) => requestAllocation(context, wanted, work),
      ),

    waitFor: (allocation, options = {}) =>
      runOperation(
        context,
        { operation: 'allocations.waitFor', deadlineMs: DEADLINE_MS },
        checkedInput(allocationIdent, allocation, 'allocation'),
        checkedInput(allocationWaitOptions, options, 'options'),
        (ident, work) => waitForAllocation(context, wait, ident, work),
      ),

    backfill: (target, request = {}, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'allocations.backfill',
          target,
          options,
          input: checkedInput(backfillRequest, request, 'request'),
        },
        (node, call, wanted) => backfillAllocation(context, node, wanted, call),
      ),

    delete: (allocation, options = {}) =>
      runOperation(
        context,
        { operation: 'allocations.delete' },
        checkedInput(allocationIdent, allocation, 'allocation'),
        checkedInput(askOptions, options, 'options'),
        (ident, call) => deleteAllocation(context, ident, call),
      ),
  }
}
