/** A mapping in a `clouds.yaml`. */
export type CloudMap = Readonly<Record<string, unknown>>

export function isCloudMap(value: unknown): value is CloudMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Merges mappings at any depth; of other values, the newer wins. */
export function mergeDeep(older: CloudMap, newer: CloudMap): CloudMap {
  const merged: Record<string, unknown> = { ...older }
  for (const [key, value] of Object.entries(newer)) {
    const before = merged[key]
    merged[key] = isCloudMap(before) && isCloudMap(value) ? mergeDeep(before, value) : value
  }
  return merged
}

/** Merges two descriptions of one cloud: `auth` is merged, of other values the newer wins. */
export function mergeCloud(older: CloudMap, newer: CloudMap): CloudMap {
  const { auth: before } = older
  const { auth: after } = newer
  const auth = isCloudMap(before) && isCloudMap(after) ? { ...before, ...after } : (after ?? before)
  return { ...older, ...newer, ...(auth === undefined ? {} : { auth }) }
}

/** Replaces hyphens in keys by underscores. */
export function normalised(map: CloudMap): CloudMap {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [
      key.replaceAll('-', '_'),
      isCloudMap(value) ? normalised(value) : value,
    ]),
  )
}
