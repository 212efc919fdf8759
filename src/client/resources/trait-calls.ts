import { textList } from '../collections/field-schemas.js'
import { ResourcePart, type PartFacts } from '../collections/resource-part.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { SendRequest } from '../requests/api-request.js'

interface TraitFacts<Kind extends SpecificFaultKind> extends Omit<PartFacts<never>, 'path' | 'faults'> {
  /** What a change can fail with. */
  readonly faults: readonly Kind[]
  /** `delete` where a trait that is gone is `not_found`; `same_value` where it counts as removed. */
  readonly removal: 'delete' | 'same_value'
}

/** Creates the methods of the traits of a node or a runbook. */
export function traitCalls<Kind extends SpecificFaultKind>(
  send: SendRequest,
  { faults, removal, ...owner }: TraitFacts<Kind>,
) {
  const part = new ResourcePart(send, { ...owner, path: ['traits'] })
  const put = { method: 'PUT', safety: 'same_value', faults } as const
  const remove = { method: 'DELETE', safety: removal, faults } as const
  return {
    list: part.readField<readonly string[]>('list', 'traits', textList),
    replace: part.callWith('replace', (traits: readonly string[]) => ({ ...put, body: { traits } })),
    add: part.callWith('add', (trait: string) => ({ ...put, below: [trait] })),
    remove: part.callWith('remove', (trait: string) => ({ ...remove, below: [trait] })),
    clear: part.call('clear', remove),
  }
}
