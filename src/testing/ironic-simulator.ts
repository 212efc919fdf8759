import { unfinishedNode } from './controls/unfinished-nodes.js'
import { err, type Result } from 'neverthrow'
import { RecordedRequest } from '../transport/recorded-request.js'
import { RequestLog } from '../transport/request-log.js'
import { NetworkFailureError, type TransportError } from '../transport/transport-errors.js'
import type { Transport, TransportReply, TransportRequest } from '../transport/transport.js'
import { restartConductor } from './conductor/restart.js'
import { settle } from './conductor/settle.js'
import { findLeftovers, type Leftover } from './controls/leftovers.js'
import { NodeBuilder, type NodeOptions } from './controls/node-builder.js'
import { SimulatedNode } from './controls/simulated-node.js'
import { SimulatedVif, type VifOptions } from './controls/simulated-vif.js'
import {
  restoreSnapshot,
  type SnapshotOptions,
  takeSnapshot,
  type WorldSnapshot,
} from './controls/world-snapshot.js'
import { Disruptions } from './disruptions/disruptions.js'
import type { LoginCheck } from './login/login-check.js'
import { completeCaller, type SimulatedCaller } from './login/simulated-caller.js'
import { type Exchanged, RequestExchange } from './request-exchange.js'
import { type SimulatorOptions, simulatorSettings } from './world/simulator-settings.js'
import { World } from './world/world.js'

/** Limits the memory that requests take, since a simulator may be served for days. */
const REQUESTS_KEPT = 100_000

/**
 * An Ironic in memory, as a transport. Its states, locks, refusals, microversions and texts are those of a
 * real Ironic. An unknown route or field is refused as Ironic refuses it.
 *
 * It runs no timers. Whatever is due by its clock happens when the next request arrives or when a test reads
 * its state. A request that meets a lock waits for it as in Ironic, up to two seconds of the clock.
 *
 * @example
 * ```ts
 * import { IronicDriver } from 'ironic-driver'
 * import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
 *
 * const clock = new ManualClock()
 * const simulator = new IronicSimulator({ clock, hardware: 'redfish', release: '2025.1' })
 * const node = simulator.node({ name: 'metal-1' }).withPort().available()
 * node.failNext('power')
 *
 * const driver = new IronicDriver({ transport: simulator, clock })
 * const on = await clock.run(driver.power.on({ node: 'metal-1' }))
 * console.log(on.isErr() && on.error.kind, node.now.power_state, simulator.tally())
 * ```
 */
export class IronicSimulator implements Transport {
  /** The disruptions of coming requests. */
  readonly disruptions = new Disruptions()
  /** The delay of every request before it does anything, in milliseconds of the clock. */
  latencyMs: number
  readonly #world: World
  readonly #log = new RequestLog(REQUESTS_KEPT)

  /** @throws TypeError when an option is unknown or invalid */
  constructor(options: SimulatorOptions = {}) {
    this.#world = new World(simulatorSettings(options))
    this.latencyMs = options.latencyMs ?? 0
  }

  /** Answers one request. Never throws, never rejects. */
  async send(request: TransportRequest): Promise<Result<TransportReply, TransportError>> {
    return this.sendWithLogin(request, undefined)
  }

  /**
   * Returns a transport that sends as another caller. What Ironic's default policy forbids is refused, nodes
   * of others are not found, and fields for owners only are redacted. `send` itself may do everything, as
   * without a login.
   *
   * @throws TypeError when an option is unknown or invalid
   * @example `new IronicDriver({ transport: simulator.as({ project: 'lessee', roles: ['admin'] }) })`
   */
  as(caller: SimulatedCaller): Transport {
    const known = completeCaller(caller)
    const login: LoginCheck = { refusalOf: () => undefined, callerOf: () => known }
    return { send: (request) => this.sendWithLogin(request, login) }
  }

  /** @internal Answers one request after checking its login, as Ironic's middleware does. */
  async sendWithLogin(
    request: TransportRequest,
    login: LoginCheck | undefined,
  ): Promise<Result<TransportReply, TransportError>> {
    try {
      return await this.#exchange(request, login)
    } catch (cause) {
      return err(new NetworkFailureError('The simulator failed.', { sent: 'maybe', cause }))
    }
  }

  async #exchange(request: TransportRequest, login: LoginCheck | undefined): Promise<Exchanged> {
    const unfinished = unfinishedNode(this.#world, request.path)
    if (unfinished !== undefined) return err(unfinished)
    const recorded = new RecordedRequest(request)
    this.#log.add(recorded)
    const startedAt = this.#world.settings.clock.now()
    const disruption = this.disruptions.take(request.method, request.path)
    const exchanged = await new RequestExchange(this.#world, request, login).run(this.latencyMs, disruption)
    recorded.settle(
      exchanged.isOk() ? { status: exchanged.value.status } : { error: exchanged.error.kind },
      this.#world.settings.clock.now() - startedAt,
    )
    return exchanged
  }

  /** Describes a node; the last call creates it: `simulator.node({ name: 'm1' }).available()`. */
  node(options: NodeOptions = {}): NodeBuilder {
    return new NodeBuilder(this.#world, options)
  }

  /**
   * Creates a VIF that network interfaces other than `noop` treat as a real Neutron port: attached to a port,
   * it takes that port's address, and it fits only ports on its physical networks. Identifiers without a VIF
   * can be attached too, to any port.
   *
   * @throws TypeError when an option is unknown or invalid
   */
  vif(options: VifOptions = {}): SimulatedVif {
    return new SimulatedVif(this.#world, options)
  }

  /** Returns the node with this UUID or name, whether a test or a client created it. */
  find(node: string): SimulatedNode | undefined {
    settle(this.#world)
    const { store } = this.#world
    const stored = store.nodes.get(node) ?? store.nodeByName(node)
    return stored === undefined ? undefined : new SimulatedNode(this.#world, stored.record.uuid)
  }

  /** All nodes, oldest first. */
  get nodes(): readonly SimulatedNode[] {
    settle(this.#world)
    return this.#world.store.recordsInOrder.map(({ uuid }) => new SimulatedNode(this.#world, uuid))
  }

  /**
   * The requests since the last `forgetRequests` in order of arrival, including those under way. Keeps the
   * newest 100,000.
   */
  get requests(): readonly RecordedRequest[] {
    return this.#log.requests
  }

  /** Counts the requests by route: `{ 'GET /v1/nodes/{uuid}': 12 }`. */
  tally(): Record<string, number> {
    return this.#log.tally()
  }

  /** Forgets the requests recorded so far. */
  forgetRequests(): void {
    this.#log.clear()
  }

  /**
   * Kills the conductor with all its work, and starts it again. Nodes that it worked on fail; those that wait
   * for an agent go on.
   */
  restartConductor(): void {
    settle(this.#world)
    restartConductor(this.#world)
  }

  /** Returns what instances have left on nodes; `[]` when there is nothing. */
  leftovers(): readonly Leftover[] {
    settle(this.#world)
    return findLeftovers(this.#world.store)
  }

  /**
   * Returns the whole world as plain JSON, including operations under way. It can be saved to a file, which
   * then holds the secrets of the nodes. `console.log` and `util.inspect` mask them.
   */
  snapshot(options: SnapshotOptions = {}): WorldSnapshot {
    settle(this.#world)
    return takeSnapshot(this.#world, options)
  }

  /** Restores everything from a snapshot, except the recorded requests and the planned disruptions. */
  restore(snapshot: WorldSnapshot): void {
    settle(this.#world)
    restoreSnapshot(this.#world, snapshot)
  }
}
