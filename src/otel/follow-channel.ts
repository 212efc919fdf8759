import { diag } from '@opentelemetry/api'
import { subscribe, tracingChannel, unsubscribe } from '../platform/channels.js'
import type { NoticeChannel, TraceChannel, TraceEvent } from '../tracing/trace-channel.js'

/** Unsubscribes. */
export type Unfollow = () => void

/** Calls `start` and `end` around each work that a tracing channel publishes. */
export function followWork<Event extends TraceEvent>(
  { name }: TraceChannel<Event>,
  { start, end }: { readonly start: (event: Event) => void; readonly end: (event: Event) => void },
): Unfollow {
  const work = tracingChannel<unknown, Event>(name)
  const subscribers = {
    start: guarded(start),
    end: ignore,
    asyncStart: ignore,
    asyncEnd: guarded(end),
    error: ignore,
  }
  work.subscribe(subscribers)
  return () => work.unsubscribe(subscribers)
}

/** Calls `listen` for each event of a plain channel. */
export function followNotices<Event>(
  { name }: NoticeChannel<Event>,
  listen: (event: Event) => void,
): Unfollow {
  const subscriber = guarded((event: unknown) => listen(event as Event))
  subscribe(name, subscriber)
  return () => unsubscribe(name, subscriber)
}

function ignore(): void {
  return
}

/** Node rethrows the exception of a subscriber outside of any `try`, which would end the process. */
function guarded<Event>(listen: (event: Event) => void): (event: Event) => void {
  return (event) => {
    try {
      listen(event)
    } catch (error) {
      diag.error('ironic-driver: an event could not be recorded.', error)
    }
  }
}
