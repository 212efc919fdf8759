import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import { InvalidResponseError, type RequestError } from '../errors/client-errors.js'
import type { ApiRequest, CallOptions, SendRequest } from '../requests/api-request.js'
import { itemsUnder, listShape, type ReplyShape } from '../requests/reply-shape.js'

export interface CollectionRequest<Item> extends Pick<
  ApiRequest<unknown>,
  'operation' | 'path' | 'query' | 'needs' | 'node'
> {
  /** The key of the list in the body, `nodes`. */
  readonly key: string
  readonly item: ReplyShape<Item>
  /** What the next page is asked for behind. */
  readonly markerOf: (item: Item) => string | undefined
}

/**
 * A collection that is read page by page while it is iterated; each element is a Result, and an error is the last.
 * `all()` reads everything into one array, or fails as a whole: never half a list.
 */
export interface Collection<Item> extends AsyncIterable<Result<Item, RequestError>> {
  /** Reads all pages into one array, or fails as a whole. */
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

/** A collection that cannot be asked for: its one element is the error. */
export function refusedCollection<Item>(error: RequestError): Collection<Item> {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- it has nothing to wait for
    async *[Symbol.asyncIterator]() {
      yield err(error)
    },
    all: () => errAsync(error),
  }
}

/** The part of a collection that fits, which is read whole for it. */
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
 * Walks by marker, with our own query on every page: Ironic's `next` link drops filters and may name another host,
 * so it only says whether there is more. A marker that was deleted meanwhile is answered with 404: the walk then
 * starts again, once, and leaves out what it has shown.
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
    `The pages of ${operation} do not move on: the server says that there is more and repeats itself. The list is not complete.`,
    { path: `${key}.next`, operation },
  )
}
