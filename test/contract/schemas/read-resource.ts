import type { ClientError, IronicClient } from 'ironic-driver/client'
import type { ResultAsync } from 'neverthrow'
import type { JsonValue } from '../comparison/json-value.js'

type Read = ResultAsync<unknown, ClientError>

/** Something that Ironic shows, and how the client reads it. */
export interface ReadResource {
  /** As it is called in errors. */
  readonly operation: string
  /** The paths whose body is one. */
  readonly one?: RegExp
  /** The paths whose body has a list of them, and its key. */
  readonly list?: readonly [RegExp, string]
  /** True when the client takes a list as it comes, without asking for more. */
  readonly listedInFull?: true
  /** Reads one by what it is asked for by, whole or just these fields. */
  readonly read: (client: IronicClient, fields: readonly never[] | undefined, ident: string) => Read
  /** Set when no fields of it can be chosen. */
  readonly whole?: true
  /** Set when its keys are no fields but names of other things. */
  readonly keyedByName?: true
  /** The reply in which one comes; by default it is the body. */
  readonly within?: (item: JsonValue) => JsonValue
  /** What is read of that reply. */
  readonly readAs?: (item: JsonValue) => JsonValue
  /** The fields without which it is no valid response, of those that the fullest reply has. */
  readonly depends: readonly string[]
  /** The fields that Ironic shows and the client passes on without a look or a promise. */
  readonly unread?: readonly string[]
  /** The version from which on the client asks for it, where Ironic does not look at that. */
  readonly askedSince?: number
  /** The fields that some servers show before the version that brought them. */
  readonly shownEarly?: readonly string[]
  /** Set where the recordings have none; only a simulated machine shows it. */
  readonly seenOnlyInSimulator?: true
}

export const LINKS = ['links']
/** A segment of a path, whatever it names. */
export const ID = '[^/]+'
export const NODE = `/v1/nodes/${ID}`

/** These paths and no longer ones. */
export const path = (...alternatives: readonly string[]) => new RegExp(`^(?:${alternatives.join('|')})/?$`)

export const inList =
  (key: string) =>
  (item: JsonValue): JsonValue => ({ [key]: [item] })

export const asList = (item: JsonValue): JsonValue => [item]
