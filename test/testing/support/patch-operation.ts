export const ONE = '11111111-1111-4111-8111-111111111111'

export const op = (kind: string, path: string, value?: unknown) =>
  value === undefined ? { op: kind, path } : { op: kind, path, value }
