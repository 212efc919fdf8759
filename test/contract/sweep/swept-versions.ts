import type { SweptResource } from './swept-resources.js'

/** Microversions far apart: the first, before and after fields of nodes became many, and the last of Ironic 21.4. */
const ERAS = ['1.1', '1.31', '1.46', '1.61', '1.82']

/** Fields of a resource that came with one microversion, which is asked with that version and the one before. */
interface NewFields {
  readonly since: number
  readonly fields: readonly string[]
}

/** What the versions of a resource brought, the oldest first. */
export function newFieldsOf({ fields, fieldSince, since }: SweptResource): readonly NewFields[] {
  const minors = [...new Set(Object.values(fieldSince))].filter((minor) => minor > since)
  return minors
    .toSorted((one, other) => one - other)
    .map((minor) => ({ since: minor, fields: fields.filter((field) => fieldSince[field] === minor) }))
    .filter((newer) => newer.fields.length > 0)
}

/** What only newer servers have is asked of them alone. */
export const newestOf = ({ since }: SweptResource) => [since > NEWEST_OF_OLDER ? '1.115' : 'newest']

const NEWEST_OF_OLDER = 82

/** The eras of a resource, with the versions around its own. */
export function erasOf({ since }: SweptResource): readonly string[] {
  const own = since > 1 ? aroundVersion(since) : []
  return [...own, ...ERAS.filter((era) => Number(era.slice(2)) > since)]
}

/** The one before a resource or field came, and the one that brought it. */
export const aroundVersion = (minor: number) => [`1.${String(Math.max(1, minor - 1))}`, `1.${String(minor)}`]
