import { ApiFault } from '../../refusals/api-fault.js'

/** Columns that are shorter than others; texts without an end are not here. */
const COLUMN_LENGTHS: Readonly<Record<string, number>> = {
  boot_mode: 16,
  type: 32,
  volume_type: 64,
}
const USUAL_LENGTH = 255
const ENDLESS = /^(description|.*_reason|last_error|reservation|steps)$/

/**
 * What MariaDB refuses to store: half of a surrogate pair, and what is longer than its column. The conductor, which
 * writes nodes and ports, tells nobody what it was; the API itself, which writes the rest, tells its database's words.
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

/** Flags that Ironic's objects do not take `null` for. */
export function requireFlag(fields: Readonly<Record<string, unknown>>, ...names: readonly string[]): void {
  const empty = names.find((name) => fields[name] === null)
  if (empty !== undefined) throw new ApiFault(500, `Field \`${empty}' cannot be None`)
}
