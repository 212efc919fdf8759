import type { Channel, TracingChannel } from 'node:diagnostics_channel'
import type { Result } from 'neverthrow'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'

/** Absent outside Node and its likes, where nobody can subscribe. */
const diagnostics = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel')

/** The fields that every event of a tracing channel has. No event carries a secret. */
export interface TraceEvent {
  /** Set when the work failed, before `error` is published. */
  error?: IronicDriverError
}

/** Work that subscribers of a channel see begin and end. */
export interface TraceChannel<Event extends TraceEvent> {
  /**
   * Does the work between `start` and `asyncEnd`, as `TracingChannel.tracePromise` does, and publishes `error` for an
   * error Result. Without a subscriber nothing but the work is done, and it gets no event.
   */
  readonly trace: <T, E extends IronicDriverError>(
    event: () => Event,
    work: (event: Event | undefined) => Promise<Result<T, E>>,
  ) => Promise<Result<T, E>>
}

/** A channel of its own name for each kind of work. */
export function traceChannel<Event extends TraceEvent>(name: string): TraceChannel<Event> {
  const channel = diagnostics?.tracingChannel<Event>(`ironic-driver:${name}`)
  return {
    trace: (event, work) =>
      channel?.hasSubscribers === true ? traced(channel, event(), work) : work(undefined),
  }
}

async function traced<Event extends TraceEvent, T, E extends IronicDriverError>(
  channel: TracingChannel<Event>,
  event: Event,
  work: (event: Event) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  const { start, end, asyncStart, asyncEnd, error } = channel
  const begun = start.runStores(event, () => {
    const running = work(event)
    end.publish(event)
    return running
  })
  try {
    const result = await begun
    if (result.isErr()) {
      event.error = result.error
      error.publish(event)
    }
    return result
  } finally {
    asyncStart.publish(event)
    asyncEnd.publish(event)
  }
}

/** A channel on which single events are published. */
export interface NoticeChannel<Event> {
  readonly publish: (event: () => Event) => void
}

export function noticeChannel<Event>(name: string): NoticeChannel<Event> {
  const channel: Channel | undefined = diagnostics?.channel(`ironic-driver:${name}`)
  return {
    publish: (event) => {
      if (channel?.hasSubscribers === true) channel.publish(event())
    },
  }
}
