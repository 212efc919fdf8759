import { isRecord } from '../../errors/is-record.js'
import { sameId } from '../../states/same-id.js'
import type { ReplyShape } from './reply-shape.js'

/** What a field of a reply must contain for the reply to be about the requested resource. */
export interface Expected {
  /** The kind of resource, such as `node`. */
  readonly what: string
  readonly field: string
  readonly value: string
}

type Shown = Readonly<Record<string, unknown>>

/**
 * Restricts a shape to replies about the requested resource. A proxy or a cache may return the reply to another
 * request, and older servers look for other names than the requested one.
 *
 * Names are compared without regard to case, as ids are: MariaDB and MySQL find a node by its name in any case.
 */
export function about<T>(shape: ReplyShape<T>, expected: readonly Expected[]): ReplyShape<T> {
  if (expected.length === 0) return shape
  return {
    ...shape,
    problemIn: (reply) => {
      const problem = shape.problemIn(reply)
      if (problem !== undefined) return problem
      const found = reply as Shown
      const wrong = expected.find((one) => !isAsExpected(found, one))
      if (wrong === undefined) return undefined
      return { path: wrong.field, message: otherThan(wrong, found), about: nameOf(found, wrong.field) }
    },
  }
}

/** Besides a name, a server accepts only the UUID in its place. */
function isAsExpected(found: Shown, { field, value }: Expected): boolean {
  return isSame(shownIn(found, field), value) || (field === 'name' && shownIn(found, 'uuid') === value)
}

/** A field that was not selected and is not shown counts as equal. */
function isSame(shown: unknown, wanted: string): boolean {
  return shown === undefined || (typeof shown === 'string' && sameId(shown, wanted))
}

/** Returns the value of a field. If the field was not selected, the resource's link to itself contains its id. */
function shownIn(found: Shown, field: string): unknown {
  if (field in found) return found[field]
  if (!['uuid', 'hostname'].includes(field)) return undefined
  const links: unknown = found['links']
  const self = Array.isArray(links)
    ? (links as unknown[]).find((link) => isRecord(link) && link['rel'] === 'self')
    : undefined
  const href = isRecord(self) ? self['href'] : undefined
  return typeof href === 'string' ? href.slice(href.lastIndexOf('/') + 1) : undefined
}

function otherThan({ what, field, value }: Expected, found: Shown): string {
  const kind = field === 'node_uuid' ? 'node' : what
  return `the reply is about ${kind} ${nameOf(found, field)}, but ${kind} ${value} was requested`
}

function nameOf(found: Shown, field: string): string {
  const name = shownIn(found, field) ?? shownIn(found, 'uuid')
  return typeof name === 'string' ? name : 'without a name'
}
