/** A mapping of a file of clouds, as YAML has it. */
export type CloudMap = Readonly<Record<string, unknown>>

export function isCloudMap(value: unknown): value is CloudMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Mappings are merged however deep; of all else the newer value counts. */
export function mergeDeep(older: CloudMap, newer: CloudMap): CloudMap {
  const merged: Record<string, unknown> = { ...older }
  for (const [key, value] of Object.entries(newer)) {
    const before = merged[key]
    merged[key] = isCloudMap(before) && isCloudMap(value) ? mergeDeep(before, value) : value
  }
  return merged
}

/** Of two descriptions of one cloud the newer value counts, and `auth` is merged. */
export function mergeCloud(older: CloudMap, newer: CloudMap): CloudMap {
  const { auth: before } = older
  const { auth: after } = newer
  const auth = isCloudMap(before) && isCloudMap(after) ? { ...before, ...after } : (after ?? before)
  return { ...older, ...newer, ...(auth === undefined ? {} : { auth }) }
}

/** Keys are written with hyphens or underscores. */
export function normalised(map: CloudMap): CloudMap {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [
      key.replaceAll('-', '_'),
      isCloudMap(value) ? normalised(value) : value,
    ]),
  )
}
