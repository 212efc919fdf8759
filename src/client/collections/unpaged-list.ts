import { errAsync, type ResultAsync } from 'neverthrow'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { RequestError } from '../errors/client-errors.js'
import type { ApiRequest, SendRequest } from '../requests/api-request.js'
import { readingArguments } from '../requests/argument-check.js'
import { itemsUnder, listShape } from '../requests/reply-shape.js'
import { givenOnly, replyShape, type GetOptions } from './collection-requests.js'
import { problemInQuery } from './list-filter.js'
import type { ResourceSchema, Selected } from './resource-schema.js'

/** A list that Ironic returns without pages. */
export interface UnpagedList<Item> extends Pick<
  ApiRequest<unknown>,
  'operation' | 'path' | 'query' | 'node'
> {
  /** The key of the list in the body. */
  readonly key: string
  readonly schema: ResourceSchema<Item>
  readonly needs?: ApiRequest<unknown>['needs']
  /** What selecting fields needs in addition. */
  readonly fieldsNeed?: ApiRequest<unknown>['needs']
  /** What requesting details needs in addition. */
  readonly detailNeeds?: ApiRequest<unknown>['needs']
}

/** Options of such a list. */
export interface UnpagedListOptions<Field extends PropertyKey> extends GetOptions<Field> {
  readonly detail?: boolean | undefined
}

/** Lists a collection without pages, in full or only the requested fields. */
export function listUnpaged<Item, Field extends keyof Item & string>(
  send: SendRequest,
  { key, schema, needs = [], fieldsNeed = [], detailNeeds = [], query, ...request }: UnpagedList<Item>,
  options: UnpagedListOptions<Field> | undefined,
): ResultAsync<readonly Selected<Item, Field>[], RequestError> {
  return readingArguments(
    request,
    () => {
      const { fields, detail, ...call } = options ?? {}
      const { operation, node } = request
      const problem = problemInQuery(options, ['fields', 'detail'])
      if (problem !== undefined) return errAsync(problem.within({ operation, node }))
      const asked = givenOnly(fields)
      if (asked !== undefined && detail === true) {
        const clash = 'cannot be combined with `fields`; leave one out'
        return errAsync(new InvalidInputError('detail', clash, { operation, node }))
      }
      return send(
        {
          ...request,
          method: 'GET',
          query: { ...query, detail: detail === true || undefined, fields: asked },
          needs: [
            ...needs,
            ...(detail === true ? detailNeeds : []),
            ...(asked === undefined ? [] : [...fieldsNeed, ...schema.needs(asked)]),
          ],
          safety: 'read',
          reply: listShape(key, replyShape<Item, Selected<Item, Field>>(schema, asked)),
        },
        call,
      ).map((reply) => (itemsUnder(key, reply) ?? []) as readonly Selected<Item, Field>[])
    },
    errAsync,
  )
}
