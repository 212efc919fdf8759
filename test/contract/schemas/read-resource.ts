import type { ClientError, IronicClient } from 'ironic-driver/client'
import type { ResultAsync } from 'neverthrow'
import type { JsonValue } from '../comparison/json-value.js'

type Read = ResultAsync<unknown, ClientError>

/** A resource of Ironic, and how the client reads it. */
export interface ReadResource {
  /** Its name in errors. */
  readonly operation: string
  /** The paths whose body is one of it. */
  readonly one?: RegExp
  /** The paths whose body has a list of it, and the key of the list. */
  readonly list?: readonly [RegExp, string]
  /** True if the client reads a list in one piece, without further pages. */
  readonly listedInFull?: true
  /** Reads one by its identifier, in full or with only these fields. */
  readonly read: (client: IronicClient, fields: readonly never[] | undefined, ident: string) => Read
  /** Set if its fields cannot be selected. */
  readonly whole?: true
  /** Set if its keys are not fields but names of other things. */
  readonly keyedByName?: true
  /** The reply that contains one. Default: the body itself. */
  readonly within?: (item: JsonValue) => JsonValue
  /** The part of that reply that is read. */
  readonly readAs?: (item: JsonValue) => JsonValue
  /** The fields of the fullest reply that a valid response must have. */
  readonly depends: readonly string[]
  /** The fields that Ironic shows and the client passes on unchecked. */
  readonly unread?: readonly string[]
  /** The version from which on the client requests it, if Ironic does not check that. */
  readonly askedSince?: number
  /** The fields that some servers show before the version that introduced them. */
  readonly shownEarly?: readonly string[]
  /** Set if no recording has it; only the simulator shows it. */
  readonly seenOnlyInSimulator?: true
}

export const LINKS = ['links']
/** A segment of a path, with any content. */
export const ID = '[^/]+'
export const NODE = `/v1/nodes/${ID}`

/** Matches these paths and no longer ones. */
export const path = (...alternatives: readonly string[]) => new RegExp(`^(?:${alternatives.join('|')})/?$`)

export const inList =
  (key: string) =>
  (item: JsonValue): JsonValue => ({ [key]: [item] })

export const asList = (item: JsonValue): JsonValue => [item]
