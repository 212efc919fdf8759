import { noticeChannel, traceChannel, type TraceEvent } from '../tracing/trace-channel.js'
import type { NodeProgress } from './progress.js'

/** A wait for a node, from its begin to its end. */
export interface WaitEvent extends TraceEvent {
  /** The public call that waits. */
  readonly operation: string
  readonly node: string
  readonly instance: string | undefined
  /** What is waited for, as a phrase: `the node to become active`. */
  readonly goal: string
  readonly deadlineMs: number
  /** How often the node was read for this wait so far. */
  looks: number
}

/** One read of the waited-for nodes, which all waits share. It fails if none of them could be read. */
export interface LookEvent extends TraceEvent {
  /** How many nodes are read. */
  readonly nodes: number
  /** How many waits share the read. */
  readonly waits: number
  /** The events of these waits, except of those that began without a subscriber. */
  readonly sharedBy: readonly WaitEvent[]
  /** How many of the nodes could not be read. */
  failed: number
}

export const waits = traceChannel<WaitEvent>('wait')
export const looks = traceChannel<LookEvent>('look')

/** A change of a node, as one of its waits sees it. The first look counts as one. */
export interface NodeChangeEvent extends NodeProgress {
  /** The wait, if it began with a subscriber. */
  readonly wait: WaitEvent | undefined
  /**
   * How long ago the wait looked at the node before: the change was noticed at most this late. `undefined` at the first
   * look.
   */
  readonly unseenMs: number | undefined
}

export const nodeChanges = noticeChannel<NodeChangeEvent>('node-change')
