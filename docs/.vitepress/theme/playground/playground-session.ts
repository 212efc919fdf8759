import type { IronicDriver, IronicDriverError, NodeProgress } from 'ironic-driver'
import { type IronicSimulator, ManualClock, type SimulatedNode } from 'ironic-driver/testing'
import type { ResultAsync } from 'neverthrow'
import { failureEnd, successEnd, type PlaygroundCall } from './call-end.js'
import { Caller } from './caller.js'
import { EventLog } from './event-log.js'
import { LaneHistory } from './lane-history.js'
import { createFleet, SMALL_RACK } from './playground-fleet.js'
import { RequestFeed } from './request-feed.js'
import { seededRandom, seededUuid } from './seeded-random.js'

/** A call to start: its facts, and the work with the driver. */
export interface CallToStart<T> {
  readonly verb: string
  readonly title: string
  readonly nodes: readonly string[]
  readonly instance?: { readonly id: string; readonly name: string }
  readonly waits?: number
  /** The TypeScript of the call. */
  readonly code: string
  readonly run: (
    driver: IronicDriver,
    options: { signal: AbortSignal; onProgress: (progress: NodeProgress) => void },
  ) => ResultAsync<T, IronicDriverError>
  /** Says how it ended. */
  readonly done: (value: T) => string
}

interface RunningCall extends PlaygroundCall {
  readonly controller: AbortController
}

/**
 * A simulated Ironic with its nodes, the process that drives them, and all that has happened. Time passes only by
 * `advance`.
 */
export class PlaygroundSession {
  readonly clock = new ManualClock()
  readonly simulator: IronicSimulator
  readonly nodes: readonly SimulatedNode[]
  readonly log = new EventLog()
  readonly lanes = new LaneHistory()
  readonly feed: RequestFeed
  /** What the reader has done to the hardware, for the marks on the nodes. */
  readonly unplugged = new Set<string>()
  readonly muted = new Set<string>()
  readonly calls: PlaygroundCall[] = []
  readonly random: () => number
  /** The TypeScript of the last action. */
  code = ''
  readonly #startedAt: number
  readonly #names = new Map<string, string>()
  #caller: Caller
  #instances = 0

  constructor({ size = SMALL_RACK, seed = 1 }: { size?: number; seed?: number } = {}) {
    this.#startedAt = this.clock.now()
    this.random = seededRandom(seed)
    const { simulator, nodes } = createFleet(this.clock, size, seed)
    this.simulator = simulator
    this.nodes = nodes
    for (const node of nodes) this.#names.set(node.uuid, node.name ?? node.uuid)
    this.feed = new RequestFeed({
      transport: simulator,
      clock: this.clock,
      startedAt: this.#startedAt,
      nameOf: (uuid) => this.#names.get(uuid),
    })
    this.#caller = this.#newCaller()
  }

  /** Milliseconds since the session began. */
  get now(): number {
    return this.clock.now() - this.#startedAt
  }

  /** Lets time pass, in slices, so that the time line misses no state. */
  async advance(ms: number): Promise<void> {
    const slices = Math.ceil(ms / 500)
    for (let slice = 0; slice < slices; slice++) {
      await this.clock.advance(ms / slices)
      for (const node of this.nodes)
        this.lanes.note(node.name ?? node.uuid, node.now.provision_state, this.now)
    }
  }

  node(name: string): SimulatedNode {
    const node = this.simulator.find(name)
    if (node === undefined) throw new TypeError(`The rack has no node ${name}.`)
    return node
  }

  nameOf(uuid: string | null | undefined): string {
    return uuid == null ? '' : (this.#names.get(uuid) ?? uuid)
  }

  newInstance(): { readonly id: string; readonly name: string } {
    const instance = { id: seededUuid(this.random), name: `web-${++this.#instances}` }
    this.#names.set(instance.id, instance.name)
    return instance
  }

  get running(): readonly PlaygroundCall[] {
    return this.calls.filter(({ end, killed }) => end === undefined && killed === undefined)
  }

  /** The spawns whose process was killed and that have not been continued. */
  get orphans(): readonly PlaygroundCall[] {
    const killed = this.calls.filter((call) => call.killed && call.instance !== undefined)
    return killed.filter(
      (call) => !this.calls.some(({ id, instance }) => id > call.id && instance?.id === call.instance?.id),
    )
  }

  /** Starts a call of the driver, and resolves when it has ended. A killed call never does. */
  async start<T>(call: CallToStart<T>): Promise<PlaygroundCall> {
    const controller = new AbortController()
    const { verb, title, nodes, instance, waits = 1 } = call
    const index = this.calls.length
    const running: RunningCall = {
      id: index,
      verb,
      title,
      nodes,
      instance,
      waits,
      startedAt: this.now,
      controller,
    }
    this.calls.push(running)
    this.code = call.code
    this.log.add({ at: this.now, sort: 'call', node: nodes[0], text: `${title}: ${verb}` })
    const result = await call.run(this.#caller.driver, {
      signal: controller.signal,
      onProgress: (progress) => this.log.progress(this.now, progress),
    })
    const end = result.match((value) => successEnd(call.done(value), value), failureEnd)
    const found = result.match(nodeIn, (error) => error.node)
    const named = nodes.length > 0 || found === undefined ? nodes : [this.nameOf(found)]
    const ended: PlaygroundCall = { ...running, nodes: named, endedAt: this.now, end }
    this.calls[index] = ended
    this.log.add({
      at: this.now,
      sort: end.ok ? 'success' : 'failure',
      node: named[0],
      text: end.ok ? end.text : `${title} failed: ${end.kind}`,
    })
    return ended
  }

  /** Aborts all running calls, as a user who cancels does: the driver undoes what it has begun. */
  abort(): void {
    for (const call of this.running) (call as RunningCall).controller.abort()
    this.log.add({ at: this.now, sort: 'trouble', text: 'The calls are aborted' })
    this.code = `// The signal was passed to the call: spawn(request, { signal: controller.signal })\ncontroller.abort()\n`
  }

  /** Kills the process of all running calls. Nothing of it goes on; Ironic does. */
  kill(): void {
    for (const call of this.running) this.calls[call.id] = { ...call, killed: true, endedAt: this.now }
    this.#caller.kill()
    this.#caller = this.#newCaller()
    this.log.add({ at: this.now, sort: 'trouble', text: 'The process of the caller is killed' })
    this.code = `process.kill(process.pid, 'SIGKILL') // no handler runs, nothing is undone\n`
  }

  trouble(node: string | undefined, text: string, code: string): void {
    this.log.add({ at: this.now, sort: 'trouble', node, text })
    this.code = `${code}\n`
  }

  note(text: string): void {
    this.log.add({ at: this.now, sort: 'note', text })
  }

  #newCaller(): Caller {
    return new Caller(this.feed, this.clock, this.random)
  }
}

function nodeIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('node' in value)) return undefined
  return typeof value.node === 'string' ? value.node : undefined
}
