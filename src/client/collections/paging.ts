import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import type { RequestError } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import { followSignal } from '../requests/call-signal.js'
import { readPages, type CollectionRequest, type Pages } from './read-pages.js'

/**
 * A collection that is read page by page during iteration: the next page is requested when half of the members of a page
 * have been taken, and no more than two pages are held. Each element is a Result; an error is the last element. `all()`
 * reads everything into one array, or fails: it never returns a partial list.
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
  const read = (isEnough: IsEnough<Item>) =>
    new ResultAsync(collect(readPages(send, request, options), isEnough))
  const list: Collection<Item> = {
    [Symbol.asyncIterator]: () => members(send, request, options),
    all: () => read(() => false).map(({ items }) => items),
  }
  readers.set(list, read)
  return list
}

/** What was read of a list. */
export interface ReadPart<Item> {
  readonly items: readonly Item[]
  readonly isWhole: boolean
}

/** Reads a list page by page until enough of it was read, or to its end. */
export function readUntil<Item>(
  list: Collection<Item>,
  isEnough: IsEnough<Item>,
): ResultAsync<ReadPart<Item>, RequestError> {
  const read = readers.get(list) as Read<Item> | undefined
  return read?.(isEnough) ?? list.all().map((items) => ({ items, isWhole: true }))
}

type IsEnough<Item> = (items: readonly Item[]) => boolean
type Read<Item> = (isEnough: IsEnough<Item>) => ResultAsync<ReadPart<Item>, RequestError>

/** How to read a part of a list that this client made. */
const readers = new WeakMap<Collection<unknown>, Read<unknown>>()

/** Returns the members one by one. Leaving early aborts the request for a page that is no longer needed. */
async function* members<Item>(
  send: SendRequest,
  request: CollectionRequest<Item>,
  options: CallOptions,
): AsyncGenerator<Result<Item, RequestError>, void, undefined> {
  const { signal, abort, end } = followSignal(options.signal)
  const pages = readPages(send, request, { ...options, signal })
  try {
    let next = pages.next()
    for (;;) {
      const page = await next
      if (page.done === true) return
      if (page.value.isErr()) return yield err(page.value.error)
      const items = page.value.value
      for (const [index, item] of items.entries()) {
        if (index === Math.floor(items.length / 2)) next = pages.next()
        yield ok(item)
      }
    }
  } finally {
    end()
    abort()
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
  pages: Pages<Item>,
  isEnough: IsEnough<Item>,
): Promise<Result<ReadPart<Item>, RequestError>> {
  const items: Item[] = []
  for await (const page of pages) {
    if (page.isErr()) return err(page.error)
    for (const item of page.value) items.push(item)
    if (isEnough(items)) return ok({ items, isWhole: false })
  }
  return ok({ items, isWhole: true })
}
