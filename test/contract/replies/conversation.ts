import type { HttpMethod } from 'ironic-driver'
import type { JsonValue } from '../comparison/json-value.js'

/**
 * One request. Its path and body may contain `{run}` and `{RUN}` for the prefix of names, `{mac}` for the first five bytes
 * of an address, `{id:web}` for the run's identifier of "web", `{ID:web}` for the same in capitals, and `{port}` for one kept by `as`.
 */
export interface Ask extends AskOptions {
  readonly kind: 'ask'
  readonly method: HttpMethod
  readonly path: string
  readonly body?: JsonValue
}

export interface AskOptions {
  /** A microversion other than that of the conversation; `null` sends none. */
  readonly at?: string | null
  /** Sent instead of JSON. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Keeps the `uuid` of the reply under this name. */
  readonly as?: string
  /** Compares only these members of a resource, or of each resource in a list. */
  readonly shown?: readonly string[]
  /** Ignores items of a list that belong to other runs, and the link to the next page. */
  readonly oursOnly?: boolean
}

/** A preparing request: sent with the newest microversion, not compared, and never refused. */
export interface Given {
  readonly kind: 'given'
  readonly ask: Ask
}

/** Waits until no operation runs on the resource at that path. */
export interface Settle {
  readonly kind: 'settle'
  readonly path: string
}

/** Writes columns of a node to the database. */
export interface Force {
  readonly kind: 'force'
  readonly node: string
  readonly columns: Readonly<Record<string, string | number | null>>
}

export type Step = Ask | Given | Settle | Force

/** A series of requests, sent one after the other with each of some microversions. */
export interface Conversation {
  readonly name: string
  /** Microversions that the server lacks are omitted; `newest` is its newest. */
  readonly versions: readonly string[]
  readonly steps: readonly Step[]
}

export const conversation = (
  name: string,
  versions: readonly string[],
  steps: readonly (Step | readonly Step[])[],
): Conversation => ({ name, versions, steps: steps.flat() })

const asks =
  (method: HttpMethod) =>
  (path: string, options: AskOptions = {}): Ask => ({ kind: 'ask', method, path, ...options })

const asksWithBody =
  (method: HttpMethod) =>
  (path: string, body?: JsonValue, options: AskOptions = {}): Ask => ({
    kind: 'ask',
    method,
    path,
    ...(body === undefined ? {} : { body }),
    ...options,
  })

export const get = asks('GET')
export const head = asks('HEAD')
export const remove = asksWithBody('DELETE')
export const post = asksWithBody('POST')
export const put = asksWithBody('PUT')
export const patch = asksWithBody('PATCH')

export const given = (ask: Ask): Given => ({ kind: 'given', ask })
export const settle = (path: string): Settle => ({ kind: 'settle', path })
export const force = (node: string, columns: Force['columns']): Force => ({ kind: 'force', node, columns })
