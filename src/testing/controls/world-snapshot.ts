import { watchTimeout } from '../conductor/task/agent-calls.js'
import { watchPower } from '../conductor/task/task.js'
import type { BiosSetting, FirmwareComponent } from '../hardware/hardware-details.js'
import { discreet } from '../json/discreet-json.js'
import { copyJson, type JsonObject } from '../json/json-value.js'
import type { EventName } from '../world/event-name.js'
import type { HistoryRecord } from '../world/history-record.js'
import type { ComingEvent, Lane, Machine } from '../world/machine.js'
import type { NodeRecord } from '../world/node-record.js'
import type { PortgroupRecord, PortRecord } from '../world/port-record.js'
import type { ResourceRecord } from '../world/resource-record.js'
import type { StoredNode } from '../world/simulator-store.js'
import type { World } from '../world/world.js'

interface ComingSnapshot {
  lane: Lane
  inMs: number
  act: EventName
  details: JsonObject
  /**
   * The position among all coming events, which decides the order of events that are due at the same time.
   */
  turn: number
}
type MachineSnapshot = Omit<Machine, 'future' | 'waitingSince' | 'bios' | 'firmware'> & {
  future: ComingSnapshot[]
  bios: Dated<BiosSetting>[]
  firmware: Dated<FirmwareComponent>[]
}
type Timeless<T> = Omit<T, 'created_at' | 'updated_at' | TimeField> & Partial<Pick<T, TimeField & keyof T>>
type TimeField = 'provision_updated_at' | 'inspection_started_at' | 'inspection_finished_at'
type Dated<T extends { created_at: string; updated_at: string | null }> = Timeless<T> &
  Partial<Pick<T, 'created_at' | 'updated_at'>>

/**
 * A world as plain JSON. It holds secrets, since it could not be restored without them; `console.log` masks
 * them.
 */
export interface WorldSnapshot {
  readonly nodes: readonly {
    readonly record: Dated<NodeRecord>
    readonly machine: MachineSnapshot
    readonly history?: readonly HistoryRecord[]
  }[]
  readonly ports: readonly Dated<PortRecord>[]
  readonly portgroups: readonly Dated<PortgroupRecord>[]
  /** All other records, by table; absent where there are none. */
  readonly resources?: Readonly<Record<string, readonly JsonObject[]>>
  /** Allocations that are looking for a node; absent where there are none. */
  readonly allocating?: readonly {
    readonly allocation: string
    readonly inMs: number
    /** The number of this attempt, and the nodes that were locked at the previous one. */
    readonly number: number
    readonly nodes: readonly string[] | null
  }[]
  /** The state of the random numbers. */
  readonly random?: number
  /** The last number given in each table, including the numbers of deleted rows. */
  readonly lastIds?: Readonly<Record<string, number>>
  /** The nodes whose power state is compared next, and when. */
  readonly powerSync?: { readonly inMs: number; readonly nodes: readonly string[] }
}

/** The options of a snapshot. */
export interface SnapshotOptions {
  /** Keeps the times and the history, for an exact copy. Without them two snapshots can be compared. */
  readonly times?: boolean
}

const TIME_FIELDS: readonly string[] = [
  'created_at',
  'updated_at',
  'provision_updated_at',
  'inspection_started_at',
  'inspection_finished_at',
]

export function takeSnapshot(world: World, { times = false }: SnapshotOptions): WorldSnapshot {
  const { store } = world
  const turns = turnsOf(world)
  const snapshot = structuredClone({
    nodes: [...store.nodes.values()].map(({ record, machine, history }) => ({
      record: times ? record : withoutTimes(record),
      machine: machineSnapshot(world, machine, turns, times),
      ...(times ? { history } : {}),
    })),
    ports: [...store.ports.values()].map((port) => (times ? port : withoutTimes(port))),
    portgroups: [...store.portgroups.values()].map((group) => (times ? group : withoutTimes(group))),
    ...resourcesSnapshot(world, times),
    ...allocatingSnapshot(world),
    ...(times ? exactSnapshot(world) : {}),
  })
  return discreet(snapshot)
}

function resourcesSnapshot({ store }: World, times: boolean): Pick<WorldSnapshot, 'resources'> {
  const filled = store.resources.filled()
  if (filled.length === 0) return {}
  const rows = filled.map((table) => [
    table,
    [...store.resources.of(table).values()].map((record) => (times ? record : withoutTimes(record))),
  ])
  return { resources: Object.fromEntries(rows) as WorldSnapshot['resources'] & object }
}

/** Returns what makes a restored world go on exactly as the first did. Clients cannot see any of it. */
function exactSnapshot(world: World): Pick<WorldSnapshot, 'random' | 'powerSync' | 'lastIds'> {
  const { forPowerSync, nextPowerSync, time, random, store } = world
  return {
    random: random.state,
    lastIds: store.lastIds,
    ...(forPowerSync.size === 0
      ? {}
      : { powerSync: { inMs: nextPowerSync - time, nodes: [...forPowerSync] } }),
  }
}

function allocatingSnapshot({ attempts, time }: World): Pick<WorldSnapshot, 'allocating'> {
  if (attempts.size === 0) return {}
  const allocating = [...attempts].map(([allocation, { at, number, nodes }]) => ({
    allocation,
    inMs: at - time,
    number,
    nodes,
  }))
  return { allocating }
}

function withoutTimes<T extends object>(record: T): Omit<T, TimeField | 'created_at' | 'updated_at'> {
  const kept = Object.entries(record).filter(([field]) => !TIME_FIELDS.includes(field))
  return Object.fromEntries(kept) as Omit<T, TimeField | 'created_at' | 'updated_at'>
}

type Turns = ReadonlyMap<ComingEvent, number>

function turnsOf({ agenda, store }: World): Turns {
  const coming = agenda
    .sorted()
    .flatMap((entry) =>
      'event' in entry && store.nodes.get(entry.node)?.machine.future[entry.lane] === entry.event
        ? [entry.event]
        : [],
    )
  return new Map(coming.map((event, turn) => [event, turn]))
}

function machineSnapshot(world: World, machine: Machine, turns: Turns, times: boolean): MachineSnapshot {
  const { future, waitingSince: _, timings, ...kept } = machine
  const plain = Object.entries(timings).filter(([, timing]) => typeof timing !== 'function')
  return {
    ...kept,
    timings: Object.fromEntries(plain),
    bios: times ? kept.bios : kept.bios.map(withoutTimes),
    firmware: times ? kept.firmware : kept.firmware.map(withoutTimes),
    future: Object.entries(future)
      .map(([lane, event]) => ({
        lane: lane as Lane,
        inMs: event.at - world.time,
        act: event.act,
        details: event.details,
        turn: turns.get(event) ?? 0,
      }))
      .sort((a, b) => a.turn - b.turn),
  }
}

/**
 * Restores a world from a snapshot. Operations under way go on from now and take the time that they had left.
 */
export function restoreSnapshot(world: World, snapshot: WorldSnapshot): void {
  const { store } = world
  const kept = new Map([...store.nodes].map(([uuid, { machine }]) => [uuid, machine.timings]))
  world.clear()
  const coming: { readonly stored: StoredNode; readonly event: ComingSnapshot }[] = []
  const now = world.timeText()
  const dates = { created_at: now, updated_at: null }
  for (const { record, machine, history } of structuredClone(snapshot.nodes)) {
    const { future, ...rest } = machine
    const stored = {
      record: {
        ...dates,
        provision_updated_at: now,
        inspection_started_at: null,
        inspection_finished_at: null,
        ...record,
      },
      machine: {
        ...rest,
        timings: { ...kept.get(record.uuid), ...rest.timings },
        bios: rest.bios.map((setting) => ({ ...dates, ...setting })),
        firmware: rest.firmware.map((component) => ({ ...dates, ...component })),
        future: {},
        waitingSince: null,
      },
      history: [...(history ?? [])],
    }
    store.addNode(stored)
    const task = world.task(stored)
    watchTimeout(task)
    coming.push(...future.map((event) => ({ stored, event })))
    if (machine.lockedBy === 'work' || machine.lockedBy === 'power') world.busyWorkers++
    const { last_error: lastError, power_state: believed, fault } = stored.record
    if (snapshot.powerSync !== undefined || snapshot.random !== undefined) continue
    if (lastError !== null || believed !== machine.power || machine.bmc === 'silent' || fault !== null)
      watchPower(task)
  }
  for (const { stored, event } of coming.sort((a, b) => a.event.turn - b.event.turn)) {
    const { lane, inMs, act, details } = event
    world.plan(stored, lane, { at: world.time + inMs, act, details: copyJson(details) })
  }
  restoreExactly(world, snapshot)
  for (const portgroup of structuredClone(snapshot.portgroups)) store.addPortgroup({ ...dates, ...portgroup })
  for (const port of structuredClone(snapshot.ports)) store.addPort({ ...dates, ...port })
  for (const [table, records] of Object.entries(snapshot.resources ?? {}))
    for (const record of structuredClone(records))
      store.addResource(table, { ...dates, ...record } as ResourceRecord)
  for (const { allocation, inMs, number, nodes } of snapshot.allocating ?? []) {
    world.busyWorkers++
    world.planAttempt(allocation, { at: world.time + inMs, number, nodes })
  }
}

function restoreExactly(world: World, { random, powerSync, lastIds }: WorldSnapshot): void {
  if (random !== undefined) world.random.state = random
  if (lastIds !== undefined) world.store.lastIds = lastIds
  if (powerSync === undefined) return
  for (const uuid of powerSync.nodes) world.forPowerSync.add(uuid)
  world.nextPowerSync = world.time + powerSync.inMs
}
