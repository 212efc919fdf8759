import type { ResultAsync } from 'neverthrow'
import type { ApiFeatures } from './api-features.js'
import type { CallOptions } from './api-request.js'
import type { RequestError } from './client-errors.js'
import { clientSettings, type IronicClientOptions } from './client-options.js'
import { RequestSender } from './request-sender.js'
import { Allocations } from './resources/allocations.js'
import { ChassisCollection } from './resources/chassis.js'
import { DeployTemplates } from './resources/deploy-templates.js'
import { NodeConsole } from './resources/node-console.js'
import { NodeHistory } from './resources/node-history.js'
import { NodeInventory } from './resources/node-inventory.js'
import { NodeMaintenance } from './resources/node-maintenance.js'
import { NodeManagement } from './resources/node-management.js'
import { NodeStates } from './resources/node-states.js'
import { NodeTraits } from './resources/node-traits.js'
import { NodeValidations } from './resources/node-validation.js'
import { NodeVifs } from './resources/node-vifs.js'
import { Nodes } from './resources/nodes.js'
import { PortGroups } from './resources/port-groups.js'
import { Ports } from './resources/ports.js'
import { Shards } from './resources/shards.js'
import { VolumeConnectors } from './resources/volume-connectors.js'
import { VolumeTargets } from './resources/volume-targets.js'

/** The typed REST client: one field for each resource of the API. It negotiates the microversion by itself. */
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
  readonly ports: Ports
  readonly portGroups: PortGroups
  readonly chassis: ChassisCollection
  readonly allocations: Allocations
  readonly deployTemplates: DeployTemplates
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
    this.ports = new Ports(send)
    this.portGroups = new PortGroups(send)
    this.chassis = new ChassisCollection(send)
    this.allocations = new Allocations(send)
    this.deployTemplates = new DeployTemplates(send)
    this.shards = new Shards(send)
    this.volumeConnectors = new VolumeConnectors(send)
    this.volumeTargets = new VolumeTargets(send)
  }

  /** What the server can do, as questions. The first call asks it, once for all callers. */
  features(options?: CallOptions): ResultAsync<ApiFeatures, RequestError> {
    return this.#sender.features(options)
  }
}
