import type { PartCall, PartCallWith } from '../collections/resource-part.js'
import type { SendRequest } from '../requests/api-request.js'
import { traitCalls } from './trait-calls.js'

/**
 * `/v1/runbooks/{runbook}/traits`: a runbook runs on nodes with one of its traits. Microversion 1.112.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/runbook.py` (RunbookTraitsController)
 */
export interface RunbookTraits {
  /** Lists the traits of a runbook. Safe to repeat. */
  readonly list: PartCall<readonly string[]>

  /** Replaces all traits of a runbook. Safe to repeat. */
  readonly replace: PartCallWith<[traits: readonly string[]], void>

  /** Adds one trait: a standard one, or `CUSTOM_` followed by capitals, digits and underscores. Safe to repeat. */
  readonly add: PartCallWith<[trait: string], void>

  /** Removes one trait. Safe to repeat: a trait that the runbook does not have counts as removed. */
  readonly remove: PartCallWith<[trait: string], void>

  /** Removes all traits. Safe to repeat. */
  readonly clear: PartCall<void>
}

/** @internal */
export function createRunbookTraits(send: SendRequest): RunbookTraits {
  return traitCalls(send, {
    name: 'runbookTraits',
    of: 'runbooks',
    needs: ['runbook_traits'],
    faults: [],
    removal: 'same_value',
  })
}
