/** What the server of the benchmarks lists. */
export const LISTED_NODES = 100_000

export const PAGE_SIZE = 1_000

/** The fields that are read of each node. */
export const FIELDS = [
  'uuid',
  'name',
  'instance_uuid',
  'provision_state',
  'target_provision_state',
  'power_state',
  'maintenance',
  'resource_class',
  'last_error',
  'traits',
  'properties',
] as const
