import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../../client/errors/client-errors.js'
import { nodeFieldSince, type NodeField } from '../../../client/resources/node/node-schema.js'
import type { PortGroup } from '../../../client/resources/port-groups.js'
import type { Port, PortFilter } from '../../../client/resources/ports.js'
import type { AskOptions, ModuleParts } from '../../../operations/module-context.js'
import { sameId } from '../../../states/same-id.js'
import type { KnownNode } from './enroll-plan.js'
import type { WantedMachine } from './wanted-machine.js'

/** One enrollment under way. */
export interface EnrollWork {
  /** The resources in Ironic when it began. */
  readonly known: KnownMachines
  /** The fields to read of nodes. */
  readonly fields: readonly NodeField[]
  /** How long to retry through locks, outages and lost replies. */
  readonly deadlineAt: number
  readonly signal?: AbortSignal | undefined
}

type Known<T> = Promise<Result<T, RequestError>>

/** Looks up resources that exist in Ironic. */
export interface KnownMachines {
  /** Waits for the lists, if any, in which this machine is looked up. */
  readonly ready: (machine: WantedMachine) => Promise<unknown>
  /** By UUID or name. */
  readonly node: (ident: string) => Known<KnownNode | undefined>
  readonly portAt: (address: string) => Known<Port | undefined>
  readonly portsOf: (node: string) => Known<readonly Port[]>
  readonly portGroupsOf: (node: string) => Known<readonly PortGroup[]>
}

const ALWAYS = ['uuid', 'name', 'provision_state', 'traits'] as const satisfies readonly NodeField[]

/** Returns the fields of nodes that are needed to compare them with these machines. */
export async function fieldsToCompare(
  { client }: ModuleParts,
  machines: readonly WantedMachine[],
  options: AskOptions,
): Promise<Result<readonly NodeField[], RequestError>> {
  const features = await client.features(options)
  if (features.isErr()) return err(features.error)
  const asked = machines.flatMap(({ node }) => Object.keys(node) as NodeField[])
  const fields = new Set<NodeField>([...ALWAYS, ...asked])
  return ok(
    [...fields].filter((field) => {
      const since = nodeFieldSince(field)
      return since === undefined || features.value.isAtLeast(since)
    }),
  )
}

/** Reads from Ironic at each lookup: for one machine, and after a possible change. */
export function askedMachines(
  { client }: ModuleParts,
  fields: readonly NodeField[],
  { signal }: AskOptions,
): KnownMachines {
  const ports = (filter: PortFilter): Known<readonly Port[]> =>
    Promise.resolve(client.ports.list({ filter, signal }).all())
  return {
    ready: () => Promise.resolve(),
    node: async (ident) => {
      const found = await client.nodes.get(ident, { fields, signal })
      if (found.isOk()) return ok(found.value)
      return found.error.kind === 'not_found' ? ok(undefined) : err(found.error)
    },
    // A server that ignored the filter would return another node's port.
    portAt: async (address) => (await ports({ address })).map((list) => list.find(isAt(address))),
    portsOf: (node) => ports({ node }),
    portGroupsOf: async (node) => client.portGroups.list({ filter: { node }, signal }).all(),
  }
}

/**
 * Ironic fails with 500 when a list requests this field among others.
 *
 * @see openstack/ironic `ironic/db/sqlalchemy/api.py` (get_node_list_columns)
 */
const NOT_LISTED = 'chassis_uuid' satisfies NodeField

/**
 * Lists all nodes and all ports once, for many machines. A change by another client shows as a duplicate, and is then
 * looked up.
 */
export function listedMachines(
  { client, clock }: ModuleParts,
  fields: readonly NodeField[],
  { signal }: AskOptions,
): KnownMachines {
  const whole = <T>(list: () => Known<T>) => once(() => untilWhole(list, (ms) => clock.sleep(ms, signal)))
  const nodes = whole(async (): Known<readonly KnownNode[]> => {
    const features = await client.features({ signal })
    if (features.isErr()) return err(features.error)
    const include_children = features.value.supports('child_nodes') ? true : undefined
    const filter = { include_children }
    return fields.includes(NOT_LISTED)
      ? client.nodes.list({ filter, signal }).all()
      : client.nodes.list({ fields, filter, signal }).all()
  })
  const ports = whole(async (): Known<readonly Port[]> => client.ports.list({ signal }).all())
  const portGroups = whole(async (): Known<readonly PortGroup[]> => client.portGroups.list({ signal }).all())
  return {
    ready: (machine) =>
      Promise.all([
        nodes(),
        machine.ports.length > 0 && ports(),
        machine.portGroups.length > 0 && portGroups(),
      ]),
    node: async (ident) =>
      (await nodes()).map((list) => list.find(({ uuid, name }) => sameId(uuid, ident) || name === ident)),
    portAt: async (address) => (await ports()).map((list) => list.find(isAt(address))),
    portsOf: async (node) => (await ports()).map((list) => list.filter(isOf(node))),
    portGroupsOf: async (node) => (await portGroups()).map((list) => list.filter(isOf(node))),
  }
}

const MOST_LISTS = 8
const PAUSE_MS = 500

/**
 * Ironic fails a list with 404 when the node or the port group of one of its ports is removed meanwhile. The next list
 * no longer contains that port.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/port.py` (convert_with_links)
 */
async function untilWhole<T>(list: () => Known<T>, sleep: (ms: number) => Promise<void>): Known<T> {
  for (let tries = 1; ; tries += 1) {
    const listed = await list()
    if (listed.isOk() || listed.error.kind !== 'not_found' || tries === MOST_LISTS) return listed
    await sleep(PAUSE_MS)
  }
}

function isAt(address: string) {
  return (port: Port) => port.address.toLowerCase() === address
}

function isOf(node: string) {
  return (one: { readonly node_uuid: string }) => sameId(one.node_uuid, node)
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => (running ??= work())
}
