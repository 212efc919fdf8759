import { err, ok, type Result } from 'neverthrow'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import type { RequestError } from '../../client/errors/client-errors.js'
import type { VolumeConnector } from '../../client/resources/volume-connectors.js'
import type { ModuleContext } from '../../operations/module-context.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { canonicalArchitecture } from '../inventory/canonical-architecture.js'
import { ipVersion } from '../../formats/ip-address.js'
import { readNodePorts } from '../networking/read-network-data.js'
import { sameVif } from '../networking/same-vif.js'
import { vifPlaces, type NodePorts } from '../networking/vif-places.js'
import type { ConnectorOptions, VifAddresses } from './storage-input.js'

/** The properties that a storage service needs to export a volume to a node, with Cinder's field names. */
export interface ConnectorProperties {
  readonly ip?: string
  readonly host: string
  /** The first initiator. */
  readonly initiator?: string
  readonly wwpns?: readonly string[]
  readonly wwnns?: readonly string[]
  readonly multipath: boolean
  readonly os_type: 'baremetal'
  /** The architecture, such as `x86_64`. */
  readonly platform?: string
}

/** The identifiers that a node presents to a storage service. */
export interface StorageConnector {
  /** UUID. */
  readonly node: string
  /** Pass this to the storage service unchanged. */
  readonly properties: ConnectorProperties
  /** All iSCSI names of the node; `properties` has the first. */
  readonly initiators: readonly string[]
  /** All known storage addresses of the node; `properties` has the first. */
  readonly ips: readonly string[]
}

/** Collects the identifiers from Ironic and the caller. Reads the ports only if they are needed to choose an address. */
export async function readConnector(
  context: ModuleContext,
  node: WatchedNode & { readonly properties?: FreeForm },
  { vifs = [], multipath = false, host, signal }: ConnectorOptions,
): Promise<Result<StorageConnector, RequestError>> {
  const filter = { node: node.uuid }
  const listed = await context.client.volumeConnectors.list({ filter, signal }).all()
  if (listed.isErr()) return err(listed.error)
  const idsOf = (type: string) => idsOfType(listed.value, type)

  let ips = ipv4First(idsOf('ip'))
  if (ips.length === 0 && vifs.length > 0) {
    const macs = idsOf('mac')
    const ports =
      macs.length === 0 ? ok(NO_PORTS) : await readNodePorts(context, node.uuid, undefined, { signal })
    if (ports.isErr()) return err(ports.error)
    ips = ipv4First(vifForStorage(vifs, macs, ports.value)?.addresses ?? [])
  }
  const [ip] = ips
  const initiators = idsOf('iqn')
  const [initiator] = initiators
  const [wwpns, wwnns] = [idsOf('wwpn'), idsOf('wwnn')]
  const architecture = node.properties?.['cpu_arch']
  const platform = typeof architecture === 'string' ? canonicalArchitecture(architecture) : undefined
  const properties: ConnectorProperties = {
    ...(ip === undefined ? {} : { ip }),
    host: ip ?? host ?? node.name ?? node.uuid,
    ...(initiator === undefined ? {} : { initiator }),
    ...(wwpns.length === 0 ? {} : { wwpns }),
    ...(wwnns.length === 0 ? {} : { wwnns }),
    multipath,
    os_type: 'baremetal',
    ...(platform === undefined ? {} : { platform }),
  }
  return ok({ node: node.uuid, properties, initiators, ips })
}

const NO_PORTS: NodePorts = { ports: [], portGroups: [] }

/** Returns the VIF on the first network card for storage, or else the first VIF with an address. */
function vifForStorage(
  vifs: readonly VifAddresses[],
  macs: readonly string[],
  ports: NodePorts,
): VifAddresses | undefined {
  const withAddress = vifs.filter(({ addresses }) => addresses.length > 0)
  const places = [...vifPlaces(ports)]
  for (const mac of macs) {
    const onCard = places.filter(([, place]) => {
      const address = 'port' in place ? place.port.address : place.portGroup.address
      return address?.toLowerCase() === mac.toLowerCase()
    })
    const found = withAddress.find(({ id }) => onCard.some(([vif]) => sameVif(vif, id)))
    if (found !== undefined) return found
  }
  return withAddress[0]
}

function idsOfType(connectors: readonly VolumeConnector[], type: string): readonly string[] {
  return connectors.filter((one) => one.type === type).map(({ connector_id }) => connector_id)
}

function ipv4First(addresses: readonly string[]): readonly string[] {
  return addresses.toSorted((a, b) => Number(ipVersion(a) !== 4) - Number(ipVersion(b) !== 4))
}
