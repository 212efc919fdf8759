/** A property of a node that could not be read. */
export interface MalformedProperty {
  readonly property: 'cpus' | 'memory_mb' | 'local_gb' | 'cpu_arch' | 'capabilities'
  /** The value as it is on the node. */
  readonly value: unknown
  readonly problem: string
}
