/** A list of this many nodes costs Ironic about as much more as reading one node alone does. */
const NODES_PER_READ = 50

/** How many nodes Ironic puts on a page unless told otherwise; each page is a request. */
const NODES_PER_PAGE = 1_000

/** From so many wanted nodes on, a list is tried while it is not known how many nodes there are. */
const TRY_LIST_FROM = 4

/** Whether one list of the whole fleet costs Ironic less than reading `wanted` nodes one by one. */
export function cheaperAsList(wanted: number, fleetSize: number | undefined): boolean {
  if (fleetSize === undefined) return wanted >= TRY_LIST_FROM
  const pages = Math.max(1, Math.ceil(fleetSize / NODES_PER_PAGE))
  return wanted > pages + fleetSize / NODES_PER_READ
}
