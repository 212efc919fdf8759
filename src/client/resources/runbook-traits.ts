import { textList } from '../collections/field-schemas.js'
import { ResourcePart, type PartCall, type PartCallWith } from '../collections/resource-part.js'
import type { SendRequest } from '../requests/api-request.js'

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
  const facts = {
    name: 'runbookTraits',
    of: 'runbooks',
    path: ['traits'],
    needs: ['runbook_traits'],
  } as const
  const part = new ResourcePart(send, facts)
  return {
    list: part.readField('list', 'traits', textList),
    replace: part.callWith('replace', (traits) => ({
      method: 'PUT',
      body: { traits },
      safety: 'same_value',
    })),
    add: part.callWith('add', (trait) => ({ method: 'PUT', below: [trait], safety: 'same_value' })),
    remove: part.callWith('remove', (trait) => ({ method: 'DELETE', below: [trait], safety: 'same_value' })),
    clear: part.call('clear', { method: 'DELETE', safety: 'same_value' }),
  }
}
