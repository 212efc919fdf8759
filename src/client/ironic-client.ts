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
import { Drivers } from './resources/drivers.js'
import { NetworkEvents } from './resources/events.js'
import { createInspectionRules, type InspectionRules } from './resources/inspection-rules.js'
import { NodeAllocation } from './resources/node/node-allocation.js'
import { NodeBios } from './resources/node/node-bios.js'
import { NodeBootDevice } from './resources/node/node-boot-device.js'
import { NodeBootMode } from './resources/node/node-boot-mode.js'
import { NodeChildren } from './resources/node/node-children.js'
import { NodeConsole } from './resources/node/node-console.js'
import { NodeFirmware } from './resources/node/node-firmware.js'
import { NodeHistory } from './resources/node/node-history.js'
import { NodeIndicators } from './resources/node/node-indicators.js'
import { NodeInventory } from './resources/node/node-inventory.js'
import { NodeMaintenance } from './resources/node/node-maintenance.js'
import { NodeManagement } from './resources/node/node-management.js'
import { NodeStates } from './resources/node/node-states.js'
import { NodeTraits } from './resources/node/node-traits.js'
import { NodeValidations } from './resources/node/node-validation.js'
import { NodeVifs } from './resources/node/node-vifs.js'
import { NodeVmedia } from './resources/node/node-vmedia.js'
import { Nodes } from './resources/node/nodes.js'
import { portGroups, type PortGroups } from './resources/port-groups.js'
import { ports, type Ports } from './resources/ports.js'
import { RunbookTraits } from './resources/runbook-traits.js'
import { runbooks, type Runbooks } from './resources/runbooks.js'
import { Shards } from './resources/shards.js'
import { DriverVendorPassthru, NodeVendorPassthru } from './resources/vendor-passthru.js'
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
    this.nodeStates = new NodeStates(send)
    this.nodeVifs = new NodeVifs(send)
    this.nodeValidations = new NodeValidations(send)
    this.nodeMaintenance = new NodeMaintenance(send)
    this.nodeManagement = new NodeManagement(send)
    this.nodeTraits = new NodeTraits(send)
    this.nodeConsole = new NodeConsole(send)
    this.nodeHistory = new NodeHistory(send)
    this.nodeInventory = new NodeInventory(send)
    this.nodeBios = new NodeBios(send)
    this.nodeFirmware = new NodeFirmware(send)
    this.nodeIndicators = new NodeIndicators(send)
    this.nodeBootDevice = new NodeBootDevice(send)
    this.nodeBootMode = new NodeBootMode(send)
    this.nodeVmedia = new NodeVmedia(send)
    this.nodeChildren = new NodeChildren(send)
    this.nodeVendorPassthru = new NodeVendorPassthru(send)
    this.drivers = new Drivers(send)
    this.driverVendorPassthru = new DriverVendorPassthru(send)
    this.events = new NetworkEvents(send)
    this.ports = resourceCollection(send, ports)
    this.portGroups = resourceCollection(send, portGroups)
    this.chassis = resourceCollection(send, chassis)
    this.conductors = readableCollection(send, conductors)
    this.allocations = createAllocations(send)
    this.nodeAllocation = new NodeAllocation(send)
    this.deployTemplates = resourceCollection(send, deployTemplates)
    this.runbooks = resourceCollection(send, runbooks)
    this.runbookTraits = new RunbookTraits(send)
    this.inspectionRules = createInspectionRules(send)
    this.shards = new Shards(send)
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
