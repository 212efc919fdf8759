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

/** A simulator may be served for days. */
const REQUESTS_KEPT = 100_000

/**
 * An Ironic in memory, as a transport: states, locks, refusals, microversions and texts are those of a real one,
 * as far as its routes go. An unknown route or field is refused as Ironic refuses it.
 *
 * Nothing happens in it by itself. What is due by its clock has happened when the next request comes in, or when a
 * test looks. Requests that meet a lock wait for it as they do in Ironic, up to two seconds of the clock.
 */
export class IronicSimulator implements Transport {
  /** What goes wrong with requests to come. */
  readonly disruptions = new Disruptions()
  /** What every request takes before it does anything, in milliseconds of the clock. */
  latencyMs: number
  readonly #world: World
  readonly #log = new RequestLog(REQUESTS_KEPT)

  /** @throws TypeError when an option means nothing. */
  constructor(options: SimulatorOptions = {}) {
    this.#world = new World(simulatorSettings(options))
    this.latencyMs = options.latencyMs ?? 0
  }

  /** Answers one request. Never throws, never rejects. */
  async send(request: TransportRequest): Promise<Result<TransportReply, TransportError>> {
    return this.sendWithLogin(request, undefined)
  }

  /**
   * The simulator as somebody else sees it: what Ironic's default policy forbids is refused, what belongs to others is
   * not found, and what only the owner may see is redacted. `send` itself may do everything, as with no login.
   *
   * @throws TypeError when the options mean nothing
   * @example `new IronicDriver({ transport: simulator.as({ project: 'lessee', roles: ['admin'] }) })`
   */
  as(caller: SimulatedCaller): Transport {
    const known = completeCaller(caller)
    const login: LoginCheck = { refusalOf: () => undefined, callerOf: () => known }
    return { send: (request) => this.sendWithLogin(request, login) }
  }

  /** @internal Answers one request whose login is looked at first, as the API's own door-keepers do. */
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

  /** Begins a node; the last word of the sentence makes it: `simulator.node({ name: 'm1' }).available()`. */
  node(options: NodeOptions = {}): NodeBuilder {
    return new NodeBuilder(this.#world, options)
  }

  /**
   * Makes a VIF that network interfaces other than `noop` treat as a real one: its address becomes that of the port
   * that it is put on, and only ports on its physical networks will do. An identifier of which no VIF was made may
   * be attached too, and goes anywhere.
   *
   * @throws TypeError when an option means nothing.
   */
  vif(options: VifOptions = {}): SimulatedVif {
    return new SimulatedVif(this.#world, options)
  }

  /** The node with this UUID or name, however it was made. */
  find(node: string): SimulatedNode | undefined {
    settle(this.#world)
    const { store } = this.#world
    const stored = store.nodes.get(node) ?? store.nodeByName(node)
    return stored === undefined ? undefined : new SimulatedNode(this.#world, stored.record.uuid)
  }

  /** All nodes, the oldest first. */
  get nodes(): readonly SimulatedNode[] {
    settle(this.#world)
    return this.#world.store.recordsInOrder.map(({ uuid }) => new SimulatedNode(this.#world, uuid))
  }

  /**
   * The requests since the last `forgetRequests`, in the order in which they came; those under way included. Of more than
   * 100,000, the oldest are missing.
   */
  get requests(): readonly RecordedRequest[] {
    return this.#log.requests
  }

  /** How often each route was asked for: `{ 'GET /v1/nodes/{uuid}': 12 }`. */
  tally(): Record<string, number> {
    return this.#log.tally()
  }

  /** Forgets the requests that were recorded so far. */
  forgetRequests(): void {
    this.#log.clear()
  }

  /**
   * The conductor dies with all that it is doing, and starts again: nodes that it worked on fail, and those that wait
   * for an agent go on.
   */
  restartConductor(): void {
    settle(this.#world)
    restartConductor(this.#world)
  }

  /** What instances have left on nodes; `[]` when nothing. */
  leftovers(): readonly Leftover[] {
    settle(this.#world)
    return findLeftovers(this.#world.store)
  }

  /**
   * The whole world as plain JSON, operations under way included. It can be kept as a file, and then holds the secrets of
   * its nodes. `console.log` and `util.inspect` mask them.
   */
  snapshot(options: SnapshotOptions = {}): WorldSnapshot {
    settle(this.#world)
    return takeSnapshot(this.#world, options)
  }

  /** Puts everything back as it was when the snapshot was taken; only the requests and the planned disruptions stay. */
  restore(snapshot: WorldSnapshot): void {
    settle(this.#world)
    restoreSnapshot(this.#world, snapshot)
  }
}
