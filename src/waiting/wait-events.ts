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

/** One read of the waited-for nodes, which all waits share. */
export interface LookEvent extends TraceEvent {
  /** How many nodes are read. */
  readonly nodes: number
  /** How many waits share the read. */
  readonly waits: number
  /** How many of the nodes could not be read. */
  failed: number
}

export const waits = traceChannel<WaitEvent>('wait')
export const looks = traceChannel<LookEvent>('look')

/** Each change of a node that is waited for, the first look included. */
export const nodeChanges = noticeChannel<NodeProgress>('node-change')
