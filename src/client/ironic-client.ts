import type { ResultAsync } from 'neverthrow'
import { readableCollection, resourceCollection } from './collections/resource-collection.js'
import type { ClientError, RequestError } from './errors/client-errors.js'
import type { CallOptions } from './requests/api-request.js'
import { clientSettings, type IronicClientOptions } from './requests/client-options.js'
import { sendRaw, type DecodedRawRequest, type RawRequest } from './requests/raw-request.js'
import { RequestSender } from './requests/request-sender.js'
import { createAllocations, type Allocations } from './resources/allocations.js'
import { chassis, type ChassisCollection } from './resources/chassis.js'
import { conductors, type Conductors } from './resources/conductors.js'
import { deployTemplates, type DeployTemplates } from './resources/deploy-templates.js'
import { createDrivers, type Drivers } from './resources/drivers.js'
import { createNetworkEvents, type NetworkEvents } from './resources/events.js'
import { createInspectionRules, type InspectionRules } from './resources/inspection-rules.js'
import { createNodeAllocation, type NodeAllocation } from './resources/node/node-allocation.js'
import { createNodeBios, type NodeBios } from './resources/node/node-bios.js'
import { createNodeBootDevice, type NodeBootDevice } from './resources/node/node-boot-device.js'
import { createNodeBootMode, type NodeBootMode } from './resources/node/node-boot-mode.js'
import { createNodeChildren, type NodeChildren } from './resources/node/node-children.js'
import { createNodeConsole, type NodeConsole } from './resources/node/node-console.js'
import { createNodeFirmware, type NodeFirmware } from './resources/node/node-firmware.js'
import { createNodeHistory, type NodeHistory } from './resources/node/node-history.js'
import { createNodeIndicators, type NodeIndicators } from './resources/node/node-indicators.js'
import { createNodeInventory, type NodeInventory } from './resources/node/node-inventory.js'
import { createNodeMaintenance, type NodeMaintenance } from './resources/node/node-maintenance.js'
import { createNodeManagement, type NodeManagement } from './resources/node/node-management.js'
import { createNodeStates, type NodeStates } from './resources/node/node-states.js'
import { createNodeTraits, type NodeTraits } from './resources/node/node-traits.js'
import { createNodeValidations, type NodeValidations } from './resources/node/node-validation.js'
import { createNodeVifs, type NodeVifs } from './resources/node/node-vifs.js'
import { createNodeVmedia, type NodeVmedia } from './resources/node/node-vmedia.js'
import { Nodes } from './resources/node/nodes.js'
import { portGroups, type PortGroups } from './resources/port-groups.js'
import { ports, type Ports } from './resources/ports.js'
import { createRunbookTraits, type RunbookTraits } from './resources/runbook-traits.js'
import { runbooks, type Runbooks } from './resources/runbooks.js'
import { createShards, type Shards } from './resources/shards.js'
import {
  createVendorPassthru,
  type DriverVendorPassthru,
  type NodeVendorPassthru,
} from './resources/vendor-passthru.js'
import { volumeConnectors, type VolumeConnectors } from './resources/volume-connectors.js'
import { volumeTargets, type VolumeTargets } from './resources/volume-targets.js'
import type { ApiFeatures } from './versions/api-features.js'

// The resources of the API: all exports besides the definitions are public.
export type * from './resources/allocations.js'
export type * from './resources/chassis.js'
export type * from './resources/conductors.js'
export type * from './resources/deploy-step.js'
export type * from './resources/deploy-templates.js'
export type * from './resources/drivers.js'
export type * from './resources/events.js'
export type * from './resources/inspection-rules.js'
export type * from './resources/node/node-allocation.js'
export type * from './resources/node/node-bios.js'
export type * from './resources/node/node-boot-device.js'
export type * from './resources/node/node-boot-mode.js'
export type * from './resources/node/node-children.js'
export type * from './resources/node/node-console.js'
export type * from './resources/node/node-firmware.js'
export type * from './resources/node/node-history.js'
export type * from './resources/node/node-indicators.js'
export type * from './resources/node/node-inventory.js'
export type * from './resources/node/node-maintenance.js'
export type * from './resources/node/node-management.js'
export type { Node, NodeField, NodeWith } from './resources/node/node-schema.js'
export type * from './resources/node/node-states.js'
export type * from './resources/node/node-traits.js'
export type * from './resources/node/node-validation.js'
export type * from './resources/node/node-vifs.js'
export type * from './resources/node/node-vmedia.js'
export type * from './resources/node/nodes.js'
export type * from './resources/port-groups.js'
export type * from './resources/ports.js'
export type * from './resources/runbook-traits.js'
export type * from './resources/runbooks.js'
export type * from './resources/shards.js'
export type * from './resources/vendor-passthru.js'
export type * from './resources/volume-connectors.js'
export type * from './resources/volume-targets.js'

/**
 * The typed REST client, with one field for each resource of the API. It negotiates the microversion itself.
 *
 * `/v1/lookup`, `/v1/heartbeat` and `/v1/continue_inspection` have no field: they are for the agent that Ironic boots
 * on a node, and a call from elsewhere would take the agent's place. To write an agent, send them by `request`.
 *
 * @example
 * ```ts
 * import { createKyTransport } from 'ironic-driver'
 * import { IronicClient } from 'ironic-driver/client'
 *
 * const client = new IronicClient({ transport: createKyTransport({ endpoint: 'http://127.0.0.1:6385' }) })
 * const node = await client.nodes.get('metal-1', { fields: ['uuid', 'provision_state'] })
 * if (node.isErr()) throw node.error
 * const traits = await client.nodeTraits.list(node.value.uuid)
 * console.log(node.value.provision_state, traits.isOk() ? traits.value : traits.error.kind)
 * ```
 */
export class IronicClient {
  readonly nodes: Nodes
  readonly nodeStates: NodeStates
  readonly nodeVifs: NodeVifs
  readonly nodeValidations: NodeValidations
  readonly nodeMaintenance: NodeMaintenance
  readonly nodeManagement: NodeManagement
  readonly nodeTraits: NodeTraits
  readonly nodeConsole: NodeConsole
  readonly nodeHistory: NodeHistory
  readonly nodeInventory: NodeInventory
  readonly nodeBios: NodeBios
  readonly nodeFirmware: NodeFirmware
  readonly nodeIndicators: NodeIndicators
  readonly nodeBootDevice: NodeBootDevice
  readonly nodeBootMode: NodeBootMode
  readonly nodeVmedia: NodeVmedia
  readonly nodeChildren: NodeChildren
  readonly nodeVendorPassthru: NodeVendorPassthru
  readonly drivers: Drivers
  readonly driverVendorPassthru: DriverVendorPassthru
  readonly events: NetworkEvents
  readonly ports: Ports
  readonly portGroups: PortGroups
  readonly chassis: ChassisCollection
  readonly conductors: Conductors
  readonly allocations: Allocations
  readonly nodeAllocation: NodeAllocation
  readonly deployTemplates: DeployTemplates
  readonly runbooks: Runbooks
  readonly runbookTraits: RunbookTraits
  readonly inspectionRules: InspectionRules
  readonly shards: Shards
  readonly volumeConnectors: VolumeConnectors
  readonly volumeTargets: VolumeTargets
  readonly #sender: RequestSender

  constructor(options: IronicClientOptions) {
    this.#sender = new RequestSender(clientSettings(options))
    const { send } = this.#sender
    this.nodes = new Nodes(send)
    this.nodeStates = createNodeStates(send)
    this.nodeVifs = createNodeVifs(send)
    this.nodeValidations = createNodeValidations(send)
    this.nodeMaintenance = createNodeMaintenance(send)
    this.nodeManagement = createNodeManagement(send)
    this.nodeTraits = createNodeTraits(send)
    this.nodeConsole = createNodeConsole(send)
    this.nodeHistory = createNodeHistory(send)
    this.nodeInventory = createNodeInventory(send)
    this.nodeBios = createNodeBios(send)
    this.nodeFirmware = createNodeFirmware(send)
    this.nodeIndicators = createNodeIndicators(send)
    this.nodeBootDevice = createNodeBootDevice(send)
    this.nodeBootMode = createNodeBootMode(send)
    this.nodeVmedia = createNodeVmedia(send)
    this.nodeChildren = createNodeChildren(send)
    this.nodeVendorPassthru = createVendorPassthru(send, 'nodes')
    this.drivers = createDrivers(send)
    this.driverVendorPassthru = createVendorPassthru(send, 'drivers')
    this.events = createNetworkEvents(send)
    this.ports = resourceCollection(send, ports)
    this.portGroups = resourceCollection(send, portGroups)
    this.chassis = resourceCollection(send, chassis)
    this.conductors = readableCollection(send, conductors)
    this.allocations = createAllocations(send)
    this.nodeAllocation = createNodeAllocation(send)
    this.deployTemplates = resourceCollection(send, deployTemplates)
    this.runbooks = resourceCollection(send, runbooks)
    this.runbookTraits = createRunbookTraits(send)
    this.inspectionRules = createInspectionRules(send)
    this.shards = createShards(send)
    this.volumeConnectors = resourceCollection(send, volumeConnectors)
    this.volumeTargets = resourceCollection(send, volumeTargets)
  }

  /**
   * Sends a request for which this library has no method, with the same microversions, retries and errors as all
   * others. Returns the parsed body (`undefined` if there is none), or the value that `decode` returns for it.
   *
   * Set `safety` to the effect of sending the request twice.
   *
   * @fails unsupported_api_version when the server does not have the microversion `since`; nothing was sent
   * @fails invalid_response when the body is not JSON, or `decode` threw
   */
  request<T>(request: DecodedRawRequest<T>, options?: CallOptions): ResultAsync<T, ClientError>
  request(
    request: RawRequest & { readonly decode?: undefined },
    options?: CallOptions,
  ): ResultAsync<unknown, ClientError>
  request(request: RawRequest, options?: CallOptions): ResultAsync<unknown, ClientError> {
    return sendRaw(this.#sender.send, request, options)
  }

  /** Returns the features of the server. The first call requests them, once for all callers. */
  features(options?: CallOptions): ResultAsync<ApiFeatures, RequestError> {
    return this.#sender.features(options)
  }
}
