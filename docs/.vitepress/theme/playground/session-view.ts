import { provisionStateFacts } from 'ironic-driver'
import type { Leftover, SimulatedNode } from 'ironic-driver/testing'
import type { PlaygroundCall } from './call-end.js'
import type { LoggedEvent } from './event-log.js'
import { type LaneSegment, marksFor, spanFor } from './lane-history.js'
import { naiveRequests } from './naive-poller.js'
import type { PlaygroundSession } from './playground-session.js'
import type { FeedEntry } from './request-feed.js'
import { isMoving, type StateTone, toneOf } from './state-tones.js'

/** A node as the rack shows it. */
export interface NodeView {
  readonly name: string
  readonly resourceClass: string
  readonly state: string
  readonly tone: StateTone
  readonly meaning: string
  readonly moving: boolean
  readonly step: string
  readonly power: string
  readonly instance: string
  readonly lock: string
  readonly maintenance: boolean
  readonly fault: string
  readonly lastError: string
  readonly unplugged: boolean
  readonly muted: boolean
}

/** Everything that the page shows, read at one time. */
export interface SessionView {
  readonly now: number
  readonly nodes: readonly NodeView[]
  readonly running: readonly PlaygroundCall[]
  readonly orphans: readonly PlaygroundCall[]
  readonly lastEnded: PlaygroundCall | undefined
  /** What the call that failed last has left on its nodes. */
  readonly leftovers: readonly Leftover[]
  /** Newest first. */
  readonly requests: readonly FeedEntry[]
  readonly sent: number
  readonly looks: number
  readonly naive: number
  /** Newest first. */
  readonly events: readonly LoggedEvent[]
  readonly lanes: readonly { readonly name: string; readonly segments: readonly LaneSegment[] }[]
  /** When requests were sent: the changes, then the looks. */
  readonly changeTimes: readonly number[]
  readonly lookTimes: readonly number[]
  readonly troubleTimes: readonly number[]
  readonly spanMs: number
  readonly marks: readonly number[]
  readonly pendingDisruptions: number
  readonly code: string
  /** True when nothing is under way that time could end. */
  readonly quiet: boolean
}

const REQUESTS_SHOWN = 120
const EVENTS_SHOWN = 120
const TICKS_SHOWN = 600

export function viewOf(session: PlaygroundSession): SessionView {
  const { now, feed, log, simulator, calls, running } = session
  const nodes = session.nodes.map((node) => nodeView(session, node))
  const lastEnded = newestEnded(calls)
  const ticks = feed.entries.slice(-TICKS_SHOWN)
  const looks = feed.entries.reduce((sum, { isLook }) => sum + (isLook ? 1 : 0), 0)
  const spanMs = spanFor(now)
  return {
    now,
    nodes,
    running,
    orphans: session.orphans,
    lastEnded,
    leftovers: lastEnded?.end?.ok === false ? leftOn(session, lastEnded) : [],
    requests: newestFirst(feed.entries, REQUESTS_SHOWN).map((entry) => ({ ...entry })),
    sent: feed.entries.length,
    looks,
    naive: naiveRequests(
      feed.entries.length - looks,
      calls.flatMap(({ startedAt, endedAt, waits }) =>
        Array.from({ length: waits }, () => ({ from: startedAt, to: endedAt })),
      ),
      now,
    ),
    events: newestFirst(log.events, EVENTS_SHOWN),
    lanes: nodes.map(({ name }) => ({ name, segments: session.lanes.of(name) })),
    changeTimes: ticks.filter(({ isLook }) => !isLook).map(({ at }) => at),
    lookTimes: ticks.filter(({ isLook }) => isLook).map(({ at }) => at),
    troubleTimes: log.events.filter(({ sort }) => sort === 'trouble').map(({ at }) => at),
    spanMs,
    marks: marksFor(spanMs),
    pendingDisruptions: simulator.disruptions.pending,
    code: session.code,
    quiet:
      running.length === 0 &&
      nodes.every((node) => !node.moving && node.lock === '' && (!node.unplugged || node.fault !== '')),
  }
}

function nodeView(session: PlaygroundSession, node: SimulatedNode): NodeView {
  const { now } = node
  const name = now.name ?? now.uuid
  const state = now.provision_state
  const [step] = [now.deploy_step, now.clean_step].flatMap(({ interface: part, step: what }) =>
    typeof part === 'string' && typeof what === 'string' ? [`${part}.${what}`] : [],
  )
  return {
    name,
    resourceClass: now.resource_class ?? '',
    state,
    tone: toneOf(state),
    meaning: provisionStateFacts(state)?.meaning ?? 'a state that the driver does not know',
    moving: isMoving(state) || now.target_power_state !== null,
    step: isMoving(state) ? (step ?? '') : '',
    power: now.target_power_state ?? now.power_state ?? 'power unknown',
    instance: session.nameOf(now.instance_uuid),
    lock: now.reservation ?? '',
    maintenance: now.maintenance,
    fault: now.fault ?? '',
    lastError: now.last_error ?? '',
    unplugged: session.unplugged.has(name),
    muted: session.muted.has(name),
  }
}

function leftOn(session: PlaygroundSession, call: PlaygroundCall): Leftover[] {
  return session.simulator
    .leftovers()
    .filter(({ node }) => node === '' || call.nodes.includes(session.nameOf(node)))
}

function newestEnded(calls: readonly PlaygroundCall[]): PlaygroundCall | undefined {
  const ended = calls.filter(({ end }) => end !== undefined)
  return ended.toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0]
}

function newestFirst<T>(all: readonly T[], count: number): T[] {
  return all.slice(-count).reverse()
}
