import { checkedInput } from '../../operations/checked-input.js'
import { askOptions } from '../../operations/input-schemas.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { checkedOperation } from '../../operations/run-operation.js'
import { workOnNodeWith } from '../../operations/work-on-node.js'
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
  const until = (deadlineMs: number) => context.clock.now() + deadlineMs

  return {
    create: (request, options = {}) =>
      checkedOperation(
        'allocations.create',
        checkedInput(allocationRequest, request, 'request'),
        checkedInput(allocationWaitOptions, options, 'options'),
        (wanted, { signal, deadlineMs = DEADLINE_MS }) =>
          createAllocation(context, wait, wanted, { signal, deadlineAt: until(deadlineMs) }),
      ),

    requestCreate: (request, options = {}) =>
      checkedOperation(
        'allocations.requestCreate',
        checkedInput(allocationRequest, request, 'request'),
        checkedInput(askOptions, options, 'options'),
        (wanted, { signal }) =>
          requestAllocation(context, wanted, { signal, deadlineAt: until(ASK_DEADLINE_MS) }),
      ),

    waitFor: (allocation, options = {}) =>
      checkedOperation(
        'allocations.waitFor',
        checkedInput(allocationIdent, allocation, 'allocation'),
        checkedInput(allocationWaitOptions, options, 'options'),
        (ident, { signal, deadlineMs = DEADLINE_MS }) =>
          waitForAllocation(context, wait, ident, { signal, deadlineAt: until(deadlineMs) }),
      ),

    backfill: (target, request = {}, options = {}) =>
      workOnNodeWith(
        context,
        { operation: 'allocations.backfill', target, options },
        checkedInput(backfillRequest, request, 'request'),
        (node, wanted, call) => backfillAllocation(context, node, wanted, call),
      ),

    delete: (allocation, options = {}) =>
      checkedOperation(
        'allocations.delete',
        checkedInput(allocationIdent, allocation, 'allocation'),
        checkedInput(askOptions, options, 'options'),
        (ident, call) => deleteAllocation(context, ident, call),
      ),
  }
}
