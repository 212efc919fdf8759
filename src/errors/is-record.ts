/** Whether a value that a caller passed can be asked for its fields at all. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
