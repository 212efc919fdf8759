import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
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

/**
 * A collection that is read page by page during iteration. Each element is a Result; an error is the last element.
 * `all()` reads everything into one array, or fails: it never returns a partial list.
 */
export interface Collection<Item> extends AsyncIterable<Result<Item, RequestError>> {
  /** Reads all pages into one array, or fails; never returns a partial list. */
  all(): ResultAsync<readonly Item[], RequestError>
}

export function collection<Item>(
  send: SendRequest,
  request: CollectionRequest<Item>,
  options: CallOptions = {},
): Collection<Item> {
  const pages = () => readPages(send, request, options)
  return {
    async *[Symbol.asyncIterator](): AsyncGenerator<Result<Item, RequestError>, void, undefined> {
      for await (const page of pages()) {
        if (page.isErr()) return yield err(page.error)
        for (const item of page.value) yield ok(item)
      }
    },
    all: () => new ResultAsync(collect(pages())),
  }
}

/** Returns a collection whose only element is an error. */
export function refusedCollection<Item>(error: RequestError): Collection<Item> {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- it has nothing to wait for
    async *[Symbol.asyncIterator]() {
      yield err(error)
    },
    all: () => errAsync(error),
  }
}

/** Returns the matching members of a collection, which is read in full for that. */
export function keepOnly<Item>(whole: Collection<Item>, fits: (item: unknown) => boolean): Collection<Item> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const item of whole) if (item.isErr() || fits(item.value)) yield item
    },
    all: () => whole.all().map((items) => items.filter(fits)),
  }
}

async function collect<Item>(
  pages: AsyncIterable<Result<readonly Item[], RequestError>>,
): Promise<Result<readonly Item[], RequestError>> {
  const all: Item[] = []
  for await (const page of pages) {
    if (page.isErr()) return err(page.error)
    for (const item of page.value) all.push(item)
  }
  return ok(all)
}

/**
 * Reads page by page, with our own query each time: Ironic's `next` link drops filters and may name another host, so
 * it only shows whether there is more. Ironic answers 404 for a marker that has been deleted: the walk then restarts,
 * once, and leaves out what it has already returned.
 */
async function* readPages<Item>(
  send: SendRequest,
  request: CollectionRequest<Item>,
  options: CallOptions,
): AsyncGenerator<Result<readonly Item[], RequestError>, void, undefined> {
  const { key, item, markerOf, ...rest } = request
  const seen = new Set<string>()
  const markers = new Set<string>()
  let restarted = false
  let marker: string | undefined
  for (;;) {
    const page = await send(
      {
        ...rest,
        method: 'GET',
        safety: 'read',
        query: { ...request.query, marker },
        reply: listShape(key, item),
      },
      options,
    )
    if (page.isErr()) {
      if (page.error.kind !== 'not_found' || marker === undefined || restarted) return yield err(page.error)
      restarted = true
      marker = undefined
      markers.clear()
      continue
    }
    const items = (itemsUnder(key, page.value) ?? []) as readonly Item[]
    const fresh = items.filter((one) => {
      const id = markerOf(one)
      return id === undefined || !seen.has(id)
    })
    for (const one of fresh) seen.add(markerOf(one) ?? '')
    if (fresh.length > 0) yield ok(fresh)

    const last = items.at(-1)
    if (page.value['next'] == null || last === undefined) return
    marker = markerOf(last)
    if (marker === undefined || markers.has(marker)) return yield err(repeatedMarker(request.operation, key))
    markers.add(marker)
  }
}

function repeatedMarker(operation: string, key: string): InvalidResponseError {
  return new InvalidResponseError(
    `The pages of ${operation} do not advance: the server reports more members but repeats a page. The list is not complete.`,
    { path: `${key}.next`, operation },
  )
}
