import { randomUUID } from 'node:crypto'
import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import { InvalidInputError } from '../errors/invalid-input-error.js'
import type { CallOptions, SendRequest } from './api-request.js'
import type { ClientError, RequestErrorOr } from './client-errors.js'
import type { SpecificFaultKind } from './fault-errors.js'
import { inputNeeds, type Resource } from './resource-requests.js'
import { isAmbiguous } from './retry-policy.js'

/** What making a member of a collection may be refused for, and whom it is for. */
export interface CreateFacts<Kind extends SpecificFaultKind> {
  readonly faults: readonly Kind[]
  /** The fields that name the node that it is for. Default: `node_uuid`. */
  readonly nodeFields?: readonly string[] | undefined
}

type Values = Readonly<Record<string, unknown>>

/**
 * Makes a member of a collection under a UUID of ours. When the answer is lost, it is looked for under that UUID: there,
 * it is the answer; not there, it is made again, once. So a lost reply never leaves two, or one that nobody knows of.
 */
export function createOne<Item, Kind extends SpecificFaultKind>(
  send: SendRequest,
  resource: Resource<Item>,
  given: object,
  facts: CreateFacts<Kind>,
  options?: CallOptions,
): ResultAsync<Item, RequestErrorOr<Kind>> {
  const values = checkedValues(resource, given)
  if (values.isErr()) return errAsync(values.error.within({ operation: `${resource.name}.create` }))
  return new ResultAsync(createOrFind(send, resource, values.value, facts, options))
}

/** A copy of an input without what is `undefined`, or what is wrong with it. */
export function checkedValues<Item>(
  { schema }: Pick<Resource<Item>, 'schema'>,
  given: object,
): Result<Values, InvalidInputError> {
  try {
    const problem = schema.problemIn(given)
    if (problem !== undefined) {
      const advice = 'pass what Ironic documents for this field'
      return err(
        new InvalidInputError(problem.path || 'input', `does not fit: ${problem.message}; ${advice}`),
      )
    }
    return ok(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))
  } catch {
    return err(new InvalidInputError('input', 'cannot be read; pass a plain object'))
  }
}

async function createOrFind<Item, Kind extends SpecificFaultKind>(
  send: SendRequest,
  resource: Resource<Item>,
  given: Values,
  facts: CreateFacts<Kind>,
  options: CallOptions | undefined,
): Promise<Result<Item, RequestErrorOr<Kind>>> {
  const { nodeFields = ['node_uuid'] } = facts
  const uuid = typeof given['uuid'] === 'string' ? given['uuid'] : randomUUID()
  const body = { ...given, uuid }
  const needs = [...resource.needs, ...inputNeeds(resource, Object.keys(given))]
  const node = nodeFields.map((field) => given[field]).find((value) => typeof value === 'string')
  const common = { operation: `${resource.name}.create`, needs, reply: resource.schema.whole, node }
  const create = () =>
    send<Item, Kind>(
      { ...common, method: 'POST', path: resource.path, body, safety: 'once', faults: facts.faults },
      options,
    )
  const find = async (): Promise<Result<Item, ClientError>> => {
    const found = await send<Item>(
      { ...common, method: 'GET', path: [...resource.path, uuid], safety: 'read' },
      options,
    )
    return found
  }

  const first = await create()
  if (first.isOk() || !mayBeThere(first.error)) return first
  const found = await find()
  if (found.isOk()) return isAsGiven(given, found.value) ? ok(found.value) : err(first.error)
  if (found.error.kind !== 'not_found') return err(first.error)

  const second = await create()
  if (second.isOk() || !(mayBeThere(second.error) || second.error.kind === 'duplicate')) return second
  const late = await find()
  return late.isOk() && isAsGiven(given, late.value) ? ok(late.value) : second
}

function mayBeThere(error: ClientError): boolean {
  return isAmbiguous(error) && error.kind !== 'aborted'
}

/** Under a UUID of the caller's there may have been another one before. Ironic writes addresses and groups in lower case. */
function isAsGiven(given: Values, found: unknown): boolean {
  if (given['uuid'] === undefined) return true
  const there = found as Values
  return Object.entries(given).every(([field, value]) => {
    const isPlain = typeof value === 'string' || typeof value === 'number'
    return !isPlain || there[field] == null || folded(there[field]) === folded(value)
  })
}

function folded(value: unknown): string {
  return String(value).toLowerCase()
}
