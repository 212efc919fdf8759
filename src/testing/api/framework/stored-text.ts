import { ApiFault } from '../../refusals/api-fault.js'

/** The columns that are shorter than others; columns of unlimited length are not listed. */
const COLUMN_LENGTHS: Readonly<Record<string, number>> = {
  boot_mode: 16,
  type: 32,
  volume_type: 64,
}
const USUAL_LENGTH = 255
const ENDLESS = /^(description|.*_reason|last_error|reservation|steps)$/

/**
 * Refuses what MariaDB cannot store: half a surrogate pair, and texts longer than their column. The
 * conductor, which writes nodes and ports, does not report the cause. The API itself, which writes the rest,
 * reports the database's words.
 */
export function requireStorable(fields: object, writer: 'conductor' | 'api'): void {
  for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
    if (typeof value !== 'string') continue
    const isHalf = /\p{Surrogate}/u.test(value)
    const isLong = !ENDLESS.test(name) && value.length > (COLUMN_LENGTHS[name] ?? USUAL_LENGTH)
    if (!isHalf && !isLong) continue
    if (writer === 'conductor') throw new ApiFault(500, 'Unexpected error raised by RPC')
    throw new ApiFault(
      500,
      isHalf
        ? "Invalid Parameter: Encoding directive wasn't provided."
        : `(pymysql.err.DataError) (1406, "Data too long for column '${name}' at row 1")`,
    )
  }
}

/** Refuses `null` for flags that Ironic's objects do not accept as `null`. */
export function requireFlag(fields: Readonly<Record<string, unknown>>, ...names: readonly string[]): void {
  const empty = names.find((name) => fields[name] === null)
  if (empty !== undefined) throw new ApiFault(500, `Field \`${empty}' cannot be None`)
}
