import { randomUUID } from 'node:crypto'
import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import { InvalidInputError } from '../errors/invalid-input-error.js'
import type { CallOptions, SendRequest } from './api-request.js'
import type { ClientError, RequestErrorOr } from './client-errors.js'
import type { SpecificFaultKind } from './fault-errors.js'
import type { Need } from './missing-feature.js'
import type { Resource } from './resource-requests.js'
import { isAmbiguous } from './retry-policy.js'

/** What making a member of a collection may be refused for, and what it needs beside the collection's own needs. */
export interface CreateFacts<Kind extends SpecificFaultKind> {
  readonly faults: readonly Kind[]
  readonly needs?: readonly Need[] | undefined
  /** The node that it is for. */
  readonly node?: string | undefined
}

/**
 * Makes a member of a collection under a UUID of ours. When the answer is lost, it is looked for under that UUID: there,
 * it is the answer; not there, it is made again, once. So a lost reply never leaves two, or one that nobody knows of.
 */
export function createOne<Item, Kind extends SpecificFaultKind>(
  send: SendRequest,
  resource: Resource<Item>,
  values: object & { readonly uuid?: string | undefined },
  facts: CreateFacts<Kind>,
  options?: CallOptions,
): ResultAsync<Item, RequestErrorOr<Kind>> {
  const operation = `${resource.name}.create`
  const problem = resource.schema.problemIn(values)
  if (problem !== undefined)
    return errAsync(
      new InvalidInputError(problem.path, `does not fit: ${problem.message}`, {
        operation,
        node: facts.node,
      }),
    )
  return new ResultAsync(
    createOrFind(send, resource, { ...values, uuid: values.uuid ?? randomUUID() }, facts, options),
  )
}

async function createOrFind<Item, Kind extends SpecificFaultKind>(
  send: SendRequest,
  resource: Resource<Item>,
  values: { readonly uuid: string },
  facts: CreateFacts<Kind>,
  options: CallOptions | undefined,
): Promise<Result<Item, RequestErrorOr<Kind>>> {
  const operation = `${resource.name}.create`
  const needs = [...resource.needs, ...(facts.needs ?? []), ...resource.schema.needs(Object.keys(values))]
  const common = { operation, needs, reply: resource.schema.whole, node: facts.node }
  const create = () =>
    send<Item, Kind>(
      { ...common, method: 'POST', path: resource.path, body: values, safety: 'once', faults: facts.faults },
      options,
    )
  const find = () =>
    send<Item>({ ...common, method: 'GET', path: [...resource.path, values.uuid], safety: 'read' }, options)

  const first = await create()
  if (first.isOk() || !mayBeThere(first.error)) return first
  const found = await find()
  if (found.isOk()) return ok(found.value)
  if (found.error.kind !== 'not_found') return err(first.error)

  const second = await create()
  if (second.isOk() || !(mayBeThere(second.error) || isDuplicate(second.error))) return second
  const late = await find()
  return late.isOk() ? ok(late.value) : second
}

function mayBeThere(error: ClientError): boolean {
  return isAmbiguous(error) && error.kind !== 'aborted'
}

function isDuplicate(error: ClientError): boolean {
  return error.kind === 'duplicate'
}
