import { err, ok, type Result } from 'neverthrow'
import { InvalidResponseError, type RequestError } from '../errors/client-errors.js'
import type { ApiRequest, CallOptions, SendRequest } from '../requests/api-request.js'
import { itemsUnder, listShape, type ReplyShape } from '../requests/reply-shape.js'

export interface CollectionRequest<Item> extends Pick<
  ApiRequest<unknown>,
  'operation' | 'path' | 'query' | 'needs' | 'node'
> {
  /** The key of the list in the body, such as `nodes`. */
  readonly key: string
  readonly item: ReplyShape<Item>
  /** Returns the marker after which the next page starts. */
  readonly markerOf: (item: Item) => string | undefined
}

/** The pages of a list; an error is the last of them. */
export type Pages<Item> = AsyncGenerator<Result<readonly Item[], RequestError>, void, undefined>

/**
 * Reads page by page, with our own query each time: Ironic's `next` link drops filters and may name another host, so
 * it only shows whether there is more. Ironic answers 404 for a marker that has been deleted: the page then starts after
 * an earlier member of the one before, and members that were returned are left out.
 */
export async function* readPages<Item>(
  send: SendRequest,
  { key, item, markerOf, ...request }: CollectionRequest<Item>,
  options: CallOptions,
): Pages<Item> {
  const reply = listShape(key, item)
  const used = new Set<string>()
  let before: readonly string[] = []
  let markers: readonly string[] = []
  for (;;) {
    const query = { ...request.query, marker: markers[0] }
    const page = await send({ ...request, method: 'GET', safety: 'read', query, reply }, options)
    if (page.isErr()) {
      if (page.error.kind !== 'not_found' || markers.length < 2) return yield err(page.error)
      markers = markers.slice(1)
      continue
    }
    const items = (itemsUnder(key, page.value) ?? []) as readonly Item[]
    const returned = new Set(before)
    const fresh = items.filter((one) => !returned.has(markerOf(one) ?? ''))
    if (fresh.length > 0) yield ok(fresh)

    if (page.value['next'] == null || items.length === 0) return
    before = items.map((one) => markerOf(one) ?? '')
    markers = markersAfter(before)
    const [last] = markers
    if (last === undefined || used.has(last)) return yield err(repeatedMarker(request.operation, key))
    used.add(last)
  }
}

/** The last member, and the members 1, 2, 4, 8 and so on before it, in case those after them were deleted. */
function markersAfter(members: readonly string[]): readonly string[] {
  const markers: string[] = []
  for (let back = 0; back < members.length; back = back === 0 ? 1 : back * 2)
    markers.push(members[members.length - 1 - back] ?? '')
  return markers.filter((marker) => marker !== '')
}

function repeatedMarker(operation: string, key: string): InvalidResponseError {
  return new InvalidResponseError(
    `The pages of ${operation} do not advance: the server reports more members but repeats a page. The list is not complete.`,
    { path: `${key}.next`, operation },
  )
}
