/** In a list, this many nodes cost Ironic about as much as reading one node alone. */
export const NODES_PER_READ = 50

/** Ironic's default page size; each page is a request. */
const NODES_PER_PAGE = 1_000

/** The number of wanted nodes from which a list is tried while the size of the fleet is unknown. */
const TRY_LIST_FROM = 4

/** Returns whether one list of the whole fleet costs Ironic less than reading `wanted` nodes one by one. */
export function cheaperAsList(wanted: number, fleetSize: number | undefined): boolean {
  if (fleetSize === undefined) return wanted >= TRY_LIST_FROM
  const pages = Math.max(1, Math.ceil(fleetSize / NODES_PER_PAGE))
  return wanted > pages + fleetSize / NODES_PER_READ
}

/** Returns how many requests a list took: Ironic says of a full page that another one follows. */
export function requestsPerList(nodes: number, read: 'whole' | 'part'): number {
  const fullPages = nodes / NODES_PER_PAGE
  return read === 'whole' ? Math.floor(fullPages) + 1 : Math.ceil(fullPages)
}
