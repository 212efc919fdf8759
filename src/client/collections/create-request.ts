import { randomUuid } from '../../formats/random-uuid.js'
import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { RequestErrorOr } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { ApiRequest, CallOptions, SendRequest, SharedOptions } from '../requests/api-request.js'
import { about } from '../requests/reply-identity.js'
import type { ReplyShape } from '../requests/reply-shape.js'
import { attemptOutcome, mayHaveHappened } from '../requests/retry-policy.js'
import { inputNeeds, type Resource } from './collection-requests.js'
import { expectedOf, expectedToHave } from './resource-identity.js'

/** The faults that creating a member may meet, and the node that it is for. */
export interface CreateFacts<Kind extends SpecificFaultKind> {
  readonly faults: readonly Kind[]
  /** The fields that name its node. Default: `node_uuid`. */
  readonly nodeFields?: readonly string[] | undefined
}

type Values = Readonly<Record<string, unknown>>

/**
 * Creates a member of a collection under a UUID generated here. After a lost reply, it is looked up by that UUID: if
 * it exists, it is the result; if not, it is created again, once. A lost reply therefore never leaves two members, or
 * one that is unknown: an error after which it may exist names the UUID.
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
  return new ResultAsync(createOrFind(send, resource, values.value, facts, send.shared(options)))
}

/** Creates a member of a collection whose UUID is not generated here: a lost reply is an error. */
export function createOnce<Item, Kind extends SpecificFaultKind>(
  send: SendRequest,
  resource: Resource<Item>,
  given: object,
  { verb, ...facts }: CreateFacts<Kind> & { readonly verb: string },
  options?: CallOptions,
): ResultAsync<Item, RequestErrorOr<Kind>> {
  const operation = `${resource.name}.${verb}`
  const values = checkedValues(resource, given)
  if (values.isErr()) return errAsync(values.error.within({ operation }))
  const body = values.value
  return send({ ...createRequest(resource, body, facts), operation, body }, options)
}

/** Returns a copy of an input without `undefined` values, or what is wrong with it. */
function checkedValues<Item>(
  { schema }: Pick<Resource<Item>, 'schema'>,
  given: object,
): Result<Values, InvalidInputError> {
  try {
    const problem = schema.problemIn(given)
    if (problem !== undefined) {
      const advice = 'pass what Ironic documents for this field'
      return err(new InvalidInputError(problem.path || 'input', `${problem.message}; ${advice}`))
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
  options: SharedOptions,
): Promise<Result<Item, RequestErrorOr<Kind>>> {
  const uuid = typeof given['uuid'] === 'string' ? given['uuid'] : randomUuid()
  const body = { ...given, uuid }
  const request = { ...createRequest(resource, given, facts), reply: madeOf(resource, body) }
  const create = () => send({ ...request, body }, options)
  const path = [...resource.path, uuid]
  const reply = about(resource.schema.whole, expectedOf(resource, uuid))
  const find = () => send({ ...request, method: 'GET', path, safety: 'read', reply, faults: [] }, options)

  const first = await create()
  if (first.isOk() || !mayHaveHappened(first.error)) return first
  const inDoubt = (error: RequestErrorOr<Kind>) =>
    err(error.withSentence(`It may exist, or still be created: look for the UUID ${uuid}.`))
  if (first.error.kind === 'aborted') return inDoubt(first.error)
  const found = await find()
  if (found.isOk()) return isAsGiven(given, found.value) ? ok(found.value) : err(first.error)
  if (found.error.kind !== 'not_found') return inDoubt(first.error)
  // A caller who wants each request sent once repeats the call.
  if (options.retryForMs === 0) return inDoubt(first.error)

  const second = await create()
  if (second.isOk()) return second
  if (!mayHaveHappened(second.error) && second.error.kind !== 'duplicate')
    return attemptOutcome(second.error) === 'final' ? second : inDoubt(second.error)
  const late = second.error.kind === 'aborted' ? err(second.error) : await find()
  if (late.isErr()) return second.error.kind === 'duplicate' ? second : inDoubt(second.error)
  return isAsGiven(given, late.value) ? ok(late.value) : second
}

function createRequest<Item, Kind extends SpecificFaultKind>(
  resource: Resource<Item>,
  given: Values,
  { faults, nodeFields = ['node_uuid'] }: CreateFacts<Kind>,
): ApiRequest<Item, Kind> {
  const node = nodeFields.map((field) => given[field]).find((value) => typeof value === 'string')
  return {
    operation: `${resource.name}.create`,
    method: 'POST',
    path: resource.path,
    needs: [...resource.needs, ...inputNeeds(resource, Object.keys(given))],
    safety: 'once',
    reply: madeOf(resource, given),
    faults,
    node,
  }
}

function madeOf<Item>(resource: Resource<Item>, given: Values): ReplyShape<Item> {
  return about(resource.schema.whole, expectedToHave(resource, given))
}

/**
 * Under a UUID that the caller passed, another member may already exist. Ironic writes addresses and groups in lower
 * case.
 */
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
