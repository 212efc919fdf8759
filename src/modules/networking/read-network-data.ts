import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import type { CallOptions } from '../../client/requests/api-request.js'
import type { AskOptions, ModuleContext, ModuleParts } from '../../operations/module-context.js'
import { networkData, type NetworkData, type PlacedVif } from './network-data.js'
import { VifMissingError } from './networking-errors.js'
import type { DescribedVif } from './vif-network-input.js'
import { namedPlace, placeOfVif, vifPlaces, type NodePorts } from './vif-places.js'

/** The errors of building network data from what Ironic shows. */
export type NetworkDataError = RequestError | VifMissingError

/**
 * Builds the network data of attached VIFs, with the MAC addresses of the node's own cards, which Ironic may have copied
 * to the network service's ports. Without `vifs`, describes all VIFs that Ironic shows.
 */
export async function readNetworkData(
  context: ModuleContext,
  node: string,
  vifs: readonly DescribedVif[] | undefined,
  options: AskOptions,
): Promise<Result<NetworkData, NetworkDataError>> {
  const read = await readNodePorts(context, node, vifs, options)
  if (read.isErr()) return err(read.error)
  const places = vifPlaces(read.value)
  const wanted: readonly DescribedVif[] = vifs ?? [...places.keys()].map((id) => ({ id }))
  const placed: PlacedVif[] = []
  for (const { id, port, portGroup, network } of wanted) {
    const place = placeOfVif(places, id) ?? namedPlace({ port, portGroup }, read.value)
    if (place === undefined || ('members' in place && place.members.length === 0))
      return err(new VifMissingError({ node, vif: id }))
    placed.push({ id, place, network })
  }
  return ok(networkData(placed))
}

/** Reads the ports of a node, and its port groups unless all given VIFs are on ports. */
export async function readNodePorts(
  { client }: ModuleParts,
  node: string,
  vifs: readonly { readonly id: string }[] | undefined,
  { signal, retryForMs }: CallOptions,
): Promise<Result<NodePorts, RequestError>> {
  const call = { signal, retryForMs }
  const ports = await client.ports.list({ ...call, filter: { node } }).all()
  if (ports.isErr()) return err(ports.error)
  const alone: NodePorts = { ports: ports.value, portGroups: [] }
  const onPorts = vifPlaces(alone)
  const features = await client.features(call)
  if (features.isErr()) return err(features.error)
  const isComplete = vifs?.every(({ id }) => placeOfVif(onPorts, id) !== undefined) ?? false
  if (isComplete || !features.value.supports('port_groups_of_a_node')) return ok(alone)
  const portGroups = await client.portGroups.list({ ...call, filter: { node } }).all()
  return portGroups.map((groups) => ({ ...alone, portGroups: groups }))
}
