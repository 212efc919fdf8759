import type { MalformedProperty } from './malformed-property.js'

/** What a node is said to be capable of, and what of it could not be read. */
export interface ParsedCapabilities {
  readonly capabilities: Readonly<Record<string, string>>
  readonly malformed: readonly MalformedProperty[]
}

/**
 * Reads the capabilities of a node, `boot_mode:uefi,gpu:a100`, as Nova does: parts between commas, each a key and a
 * value with one colon between them; spaces around a key do not count. What is malformed is told and left out. An
 * object, which Ironic takes as well, is read key by key.
 *
 * @see openstack/nova `nova/virt/ironic/driver.py` (_node_resource)
 */
export function parseCapabilities(value: unknown): ParsedCapabilities {
  if (value === undefined || value === null || value === '') return { capabilities: {}, malformed: [] }
  const parts: readonly unknown[] =
    typeof value === 'string'
      ? value.split(',')
      : typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(value).map(([key, held]) => `${key}:${String(held)}`)
        : [value]
  const read: [string, string][] = []
  const malformed: MalformedProperty[] = []
  for (const part of parts) {
    const [key, held, ...rest] = typeof part === 'string' ? part.split(':') : []
    if (key?.trim() && held && rest.length === 0) read.push([key.trim(), held])
    else malformed.push({ property: 'capabilities', value: part, problem: 'is not of the form key:value' })
  }
  return { capabilities: Object.fromEntries(read), malformed }
}
