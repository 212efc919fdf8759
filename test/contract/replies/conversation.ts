import type { HttpMethod } from 'ironic-driver'
import type { JsonValue } from '../comparison/json-value.js'

/**
 * One request. In its path and body stand `{run}` and `{RUN}` for what begins names, `{mac}` for the first five bytes
 * of an address, `{id:web}` for an identifier that the run gives to "web", `{ID:web}` for the same in capitals, and `{port}` for one that `as` has kept.
 */
export interface Ask extends AskOptions {
  readonly kind: 'ask'
  readonly method: HttpMethod
  readonly path: string
  readonly body?: JsonValue
}

export interface AskOptions {
  /** Another microversion than that of the conversation; `null` says none at all. */
  readonly at?: string | null
  /** What is sent instead of JSON. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Keeps the `uuid` of the reply under this name. */
  readonly as?: string
  /** Of a resource, or of each in a list, only these members are compared. */
  readonly shown?: readonly string[]
  /** Items of a list that others have made are left out, and the link to the next page with them. */
  readonly oursOnly?: boolean
}

/** A request that only prepares: asked with the newest microversion, not compared, and never refused. */
export interface Given {
  readonly kind: 'given'
  readonly ask: Ask
}

/** Waits until nothing works on what is at that path. */
export interface Settle {
  readonly kind: 'settle'
  readonly path: string
}

/** Writes columns of a node past the API. */
export interface Force {
  readonly kind: 'force'
  readonly node: string
  readonly columns: Readonly<Record<string, string | number | null>>
}

export type Step = Ask | Given | Settle | Force

/** Requests that belong together, asked one after the other with each of some microversions. */
export interface Conversation {
  readonly name: string
  /** Those that a server does not have are left out; `newest` is its newest. */
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
