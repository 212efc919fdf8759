/** A property of a node that could not be read. */
export interface MalformedProperty {
  readonly property: 'cpus' | 'memory_mb' | 'local_gb' | 'cpu_arch' | 'capabilities'
  /** The value as it is on the node. */
  readonly value: unknown
  readonly problem: string
}

/** The capabilities of a node, and the parts that could not be read. */
export interface ParsedCapabilities {
  readonly capabilities: Readonly<Record<string, string>>
  readonly malformed: readonly MalformedProperty[]
}

/**
 * Parses the capabilities of a node, `boot_mode:uefi,gpu:a100`, as Nova does: parts separated by commas, each a key and
 * a value separated by one colon; spaces around a key are ignored. Malformed parts are reported and left out. An
 * object, which Ironic accepts too, is read key by key.
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
