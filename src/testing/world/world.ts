import { type HardwareProfile } from '../hardware/hardware-profile.js'
import { HARDWARE_PROFILES, type ProfileName } from '../hardware/hardware-profiles.js'
import { timeOf, type TimingName } from '../hardware/timings.js'
import type { JsonObject } from '../json/json-value.js'
import { SeededRandom } from '../time/seeded-random.js'
import { TimeQueue, type Timed } from '../time/time-queue.js'
import type { EventName } from './event-name.js'
import type { ComingEvent, Lane, Machine } from './machine.js'
import type { NodeRecord } from './node-record.js'
import type { SimulatorSettings } from './simulator-settings.js'
import { SimulatorStore, type StoredNode } from './simulator-store.js'

/** One node and its world: the object of everything that a conductor does. */
export interface Task {
  readonly world: World
  readonly stored: StoredNode
  readonly node: NodeRecord
  readonly machine: Machine
}

/** A coming event in the agenda. It counts only while the node still has the same event coming. */
interface NodeEntry extends Timed {
  readonly node: string
  readonly lane: Lane
  readonly event: ComingEvent
}

/** A coming attempt of an allocation to find a node. */
interface AllocationEntry extends Timed {
  readonly allocation: string
  readonly attempt: AllocationAttempt
}

type AgendaEntry = NodeEntry | AllocationEntry

/**
 * The state of the simulated Ironic and its coming events. It runs no timers: `settle` plays what is due
 * whenever somebody looks.
 */
export class World {
  readonly settings: SimulatorSettings
  readonly store = new SimulatorStore()
  readonly random: SeededRandom
  /** Separate from `random`, so that the number of requests does not change the outcome. */
  readonly requestIds: SeededRandom
  readonly agenda = new TimeQueue<AgendaEntry>()
  /** The agenda's entry of each event, so that a cancelled event leaves the agenda at once. */
  readonly #entries = new WeakMap<ComingEvent, NodeEntry>()
  /** Allocations that are looking for a node. */
  readonly attempts = new Map<string, AllocationAttempt>()
  /** Nodes that the next power synchronization may change. */
  readonly forPowerSync = new Set<string>()
  /** Operations under way. */
  busyWorkers = 0
  /** When the next power synchronization is due; `Infinity` while it would find nothing. */
  nextPowerSync = Infinity
  /** When the world began, as Ironic writes it. */
  readonly startedAt: string
  /** The moment being played: now, or earlier while catching up. */
  time: number

  constructor(settings: SimulatorSettings) {
    this.settings = settings
    this.random = new SeededRandom(settings.seed)
    this.requestIds = new SeededRandom(settings.seed + 1)
    this.time = settings.clock.now()
    this.startedAt = isoText(this.time)
  }

  task(stored: StoredNode): Task {
    return { world: this, stored, node: stored.record, machine: stored.machine }
  }

  profileOf(machine: Machine): HardwareProfile {
    return this.profileNamed(machine.profile)
  }

  profileNamed(name: ProfileName): HardwareProfile {
    return HARDWARE_PROFILES[name]
  }

  /** Returns how long something takes at this node, this time. */
  duration(task: Task, name: TimingName, step: string | null = null): number {
    const timing =
      task.machine.timings[name] ?? this.settings.timings[name] ?? this.profileOf(task.machine).timings[name]
    return timeOf(timing, task.node, this.random, step)
  }

  /** Plans an event on a node's lane, replacing the lane's current event. */
  later(task: Task, lane: Lane, ms: number, act: EventName, details: JsonObject = {}): void {
    this.plan(task.stored, lane, { at: this.time + ms, act, details })
  }

  plan(stored: StoredNode, lane: Lane, event: ComingEvent): void {
    this.#strike(stored, lane)
    stored.machine.future[lane] = event
    const entry = { at: event.at, order: 0, node: stored.record.uuid, lane, event }
    this.#entries.set(event, entry)
    this.agenda.add(entry)
  }

  planAttempt(allocation: string, attempt: AllocationAttempt): void {
    this.attempts.set(allocation, attempt)
    this.agenda.add({ at: attempt.at, order: 0, allocation, attempt })
  }

  cancel(task: Task, ...lanes: readonly Lane[]): void {
    for (const lane of lanes) this.#strike(task.stored, lane)
  }

  /** Removes a node and its coming events. */
  removeNode(stored: StoredNode): void {
    for (const lane of Object.keys(stored.machine.future)) this.#strike(stored, lane as Lane)
    this.store.removeNode(stored)
  }

  /** Forgets all records and all coming events. */
  clear(): void {
    this.store.clear()
    this.agenda.clear()
    this.attempts.clear()
    this.forPowerSync.clear()
    this.busyWorkers = 0
    this.nextPowerSync = Infinity
  }

  #strike({ machine }: StoredNode, lane: Lane): void {
    const event = machine.future[lane]
    if (event === undefined) return
    delete machine.future[lane]
    const entry = this.#entries.get(event)
    if (entry !== undefined) this.agenda.remove(entry)
  }

  /** Returns a random hardware address with this prefix. */
  randomAddress(prefix: string): string {
    const bytes = Array.from({ length: 6 - prefix.split(':').length }, () =>
      Math.floor(this.random.next() * 256)
        .toString(16)
        .padStart(2, '0'),
    )
    return [prefix, ...bytes].join(':')
  }

  /** Returns the moment being played, as Ironic writes it. */
  timeText(): string {
    return isoText(this.time)
  }

  /** Returns the same without a time zone, as drivers write it. */
  timeTextWithoutZone(): string {
    return this.timeText().split('+', 1)[0] ?? ''
  }
}

/** Returns a time as Python's `isoformat()` writes it. */
function isoText(ms: number): string {
  const text = new Date(ms).toISOString()
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}+00:00` : `${text.slice(0, -1)}000+00:00`
}

/** A coming attempt of an allocation to find a node. */
export interface AllocationAttempt {
  readonly at: number
  /** 1, 2 or 3. */
  readonly number: number
  /** The nodes that were locked at the previous attempt; `null` before the first. */
  readonly nodes: readonly string[] | null
}
