import type { SweptResource } from './swept-resources.js'

/** Microversions far apart: the first, before and after nodes got many fields, and the last of Ironic 21.4. */
const ERAS = ['1.1', '1.31', '1.46', '1.61', '1.82']

/** Fields of a resource that one microversion introduced; they are requested with that version and the one before. */
interface NewFields {
  readonly since: number
  readonly fields: readonly string[]
}

/** The fields that the versions of a resource introduced, the oldest first. */
export function newFieldsOf({ fields, fieldSince, since }: SweptResource): readonly NewFields[] {
  const minors = [...new Set(Object.values(fieldSince))].filter((minor) => minor > since)
  return minors
    .toSorted((one, other) => one - other)
    .map((minor) => ({ since: minor, fields: fields.filter((field) => fieldSince[field] === minor) }))
    .filter((newer) => newer.fields.length > 0)
}

/** Resources of newer servers are requested only there. */
export const newestOf = ({ since }: SweptResource) => [since > NEWEST_OF_OLDER ? '1.115' : 'newest']

const NEWEST_OF_OLDER = 82

/** The general versions for a resource, with the versions around its own. */
export function erasOf({ since }: SweptResource): readonly string[] {
  const own = since > 1 ? aroundVersion(since) : []
  return [...own, ...ERAS.filter((era) => Number(era.slice(2)) > since)]
}

/** The version before a resource or field, and the one that introduced it. */
export const aroundVersion = (minor: number) => [`1.${String(Math.max(1, minor - 1))}`, `1.${String(minor)}`]
