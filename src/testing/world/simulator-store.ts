import type { HistoryRecord } from './history-record.js'
import type { Machine } from './machine.js'
import type { NodeRecord } from './node-record.js'
import type { PortgroupRecord, PortRecord } from './port-record.js'
import { type ResourceRecord, ResourceTables } from './resource-record.js'
import { TextMap } from './same-text.js'

/** A node with its hardware and history. */
export interface StoredNode {
  readonly record: NodeRecord
  readonly machine: Machine
  history: HistoryRecord[]
}

/**
 * The world's resources, with indices that keep a request cheap with any number of nodes. Records are changed
 * in place, except for indexed fields, which are changed through the store.
 */
export class SimulatorStore {
  readonly nodes = new TextMap<StoredNode>()
  readonly ports = new TextMap<PortRecord>()
  readonly portgroups = new TextMap<PortgroupRecord>()
  readonly resources = new ResourceTables()
  readonly #nodeByName = new TextMap<string>()
  readonly #nodeByInstance = new TextMap<string>()
  readonly #portByAddress = new TextMap<string>()
  readonly #portsOfNode = new TextMap<Set<string>>()
  readonly #portgroupsOfNode = new TextMap<Set<string>>()
  readonly #countByState = new Map<string, number>()
  #recordsInOrder: NodeRecord[] | undefined
  readonly #lastIds = new Map<string, number>()

  /** Returns the next number in a table of Ironic's database. */
  nextId(table: string): number {
    const id = (this.#lastIds.get(table) ?? 0) + 1
    this.#lastIds.set(table, id)
    return id
  }

  /** The last number given in each table. */
  get lastIds(): Record<string, number> {
    return Object.fromEntries(this.#lastIds)
  }

  set lastIds(ids: Readonly<Record<string, number>>) {
    for (const [table, id] of Object.entries(ids)) this.#seenId(table, id)
  }

  #seenId(table: string, id: number): void {
    this.#lastIds.set(table, Math.max(this.#lastIds.get(table) ?? 0, id))
  }

  /** Nodes by id: the order of a list without `sort_key`. */
  get recordsInOrder(): readonly NodeRecord[] {
    this.#recordsInOrder ??= [...this.nodes.values()].map(({ record }) => record).sort((a, b) => a.id - b.id)
    return this.#recordsInOrder
  }

  clear(): void {
    for (const index of [
      this.nodes,
      this.ports,
      this.portgroups,
      ...this.resources.all(),
      this.#nodeByName,
      this.#nodeByInstance,
      this.#portByAddress,
      this.#portsOfNode,
      this.#portgroupsOfNode,
      this.#countByState,
    ])
      index.clear()
    this.#recordsInOrder = undefined
  }

  addNode(node: StoredNode): void {
    const { record } = node
    this.nodes.set(record.uuid, node)
    this.#seenId('node', record.id)
    if (record.name !== null) this.#nodeByName.set(record.name, record.uuid)
    if (record.instance_uuid !== null) this.#nodeByInstance.set(record.instance_uuid, record.uuid)
    this.#count(record.provision_state, 1)
    this.#recordsInOrder?.push(record)
  }

  removeNode(node: StoredNode): void {
    const { record } = node
    for (const port of this.portsOf(record.uuid)) this.removePort(port)
    for (const portgroup of this.portgroupsOf(record.uuid)) this.removePortgroup(portgroup)
    for (const table of [
      this.resources.of('volume_connector'),
      this.resources.of('volume_target'),
      this.resources.of('allocation'),
    ])
      for (const { uuid, node_uuid: node } of table.values()) if (node === record.uuid) table.delete(uuid)
    this.renameNode(record, null)
    this.setInstance(record, null)
    this.#count(record.provision_state, -1)
    this.nodes.delete(record.uuid)
    this.#recordsInOrder = undefined
  }

  nodeByName(name: string): StoredNode | undefined {
    const uuid = this.#nodeByName.get(name)
    return uuid === undefined ? undefined : this.nodes.get(uuid)
  }

  nodeByInstance(instance: string): StoredNode | undefined {
    const uuid = this.#nodeByInstance.get(instance)
    return uuid === undefined ? undefined : this.nodes.get(uuid)
  }

  renameNode(record: NodeRecord, name: string | null): void {
    if (record.name !== null) this.#nodeByName.delete(record.name)
    record.name = name
    if (name !== null) this.#nodeByName.set(name, record.uuid)
  }

  setInstance(record: NodeRecord, instance: string | null): void {
    if (record.instance_uuid !== null) this.#nodeByInstance.delete(record.instance_uuid)
    record.instance_uuid = instance
    if (instance !== null) this.#nodeByInstance.set(instance, record.uuid)
  }

  setProvisionState(record: NodeRecord, state: string): void {
    this.#count(record.provision_state, -1)
    record.provision_state = state
    this.#count(state, 1)
  }

  countInStates(states: readonly string[]): number {
    return states.reduce((sum, state) => sum + (this.#countByState.get(state) ?? 0), 0)
  }

  addResource(table: string, record: ResourceRecord): void {
    this.resources.of(table).set(record.uuid, record)
    this.#seenId(table, record.id)
  }

  addPort(port: PortRecord): void {
    this.ports.set(port.uuid, port)
    this.#seenId('port', port.id)
    this.#portByAddress.set(port.address, port.uuid)
    attach(this.#portsOfNode, port.node_uuid, port.uuid)
  }

  removePort(port: PortRecord): void {
    this.ports.delete(port.uuid)
    this.#portByAddress.delete(port.address)
    this.#portsOfNode.get(port.node_uuid)?.delete(port.uuid)
  }

  portByAddress(address: string): PortRecord | undefined {
    const uuid = this.#portByAddress.get(address)
    return uuid === undefined ? undefined : this.ports.get(uuid)
  }

  portsOf(nodeUuid: string): PortRecord[] {
    return pick(this.#portsOfNode.get(nodeUuid), this.ports)
  }

  addPortgroup(portgroup: PortgroupRecord): void {
    this.portgroups.set(portgroup.uuid, portgroup)
    this.#seenId('portgroup', portgroup.id)
    attach(this.#portgroupsOfNode, portgroup.node_uuid, portgroup.uuid)
  }

  removePortgroup(portgroup: PortgroupRecord): void {
    this.portgroups.delete(portgroup.uuid)
    this.#portgroupsOfNode.get(portgroup.node_uuid)?.delete(portgroup.uuid)
  }

  portgroupsOf(nodeUuid: string): PortgroupRecord[] {
    return pick(this.#portgroupsOfNode.get(nodeUuid), this.portgroups)
  }

  #count(state: string, change: number): void {
    this.#countByState.set(state, (this.#countByState.get(state) ?? 0) + change)
  }
}

function attach(index: Map<string, Set<string>>, owner: string, uuid: string): void {
  const known = index.get(owner)
  if (known === undefined) index.set(owner, new Set([uuid]))
  else known.add(uuid)
}

function pick<T>(uuids: Iterable<string> | undefined, all: ReadonlyMap<string, T>): T[] {
  const found: T[] = []
  for (const uuid of uuids ?? []) {
    const record = all.get(uuid)
    if (record !== undefined) found.push(record)
  }
  return found
}
