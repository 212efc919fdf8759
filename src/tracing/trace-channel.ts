import type { Result } from 'neverthrow'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import { channel, tracingChannel, type TracingChannel } from '../platform/channels.js'

/** The fields that every event of a tracing channel has. No event carries a secret. */
export interface TraceEvent {
  /** Set when the work failed, before `error` is published. */
  error?: IronicDriverError
  /**
   * Runs the work. A subscriber of `start` sets it when the work belongs in a context that is not an
   * `AsyncLocalStorage` of its own, such as OpenTelemetry's: `event.around = (work) => context.with(mine, work)`. It calls
   * an `around` that was set before.
   */
  around?: (work: () => void) => void
}

/** Publishes the begin and the end of one kind of work. */
export interface TraceChannel<Event extends TraceEvent> {
  readonly name: `ironic-driver:${string}`
  /**
   * Does the work between `start` and `asyncEnd`, as `TracingChannel.tracePromise` does, and publishes `error` when
   * `failureIn` finds one in what it returns. Without a subscriber it only does the work, which then gets no event.
   */
  readonly trace: <T>(
    event: () => Event,
    work: (event: Event | undefined) => Promise<T>,
    failureIn?: (done: T) => IronicDriverError | undefined,
  ) => Promise<T>
}

export function traceChannel<Event extends TraceEvent>(kind: string): TraceChannel<Event> {
  const name = `ironic-driver:${kind}` as const
  const events = tracingChannel<Event>(name)
  return {
    name,
    trace: (event, work, failureIn = () => undefined) =>
      events.hasSubscribers ? traced(events, event(), work, failureIn) : work(undefined),
  }
}

async function traced<Event extends TraceEvent, T>(
  { start, end, asyncStart, asyncEnd, error }: TracingChannel<Event>,
  event: Event,
  work: (event: Event) => Promise<T>,
  failureIn: (done: T) => IronicDriverError | undefined,
): Promise<T> {
  const begun = start.runStores(event, () => {
    const running = runAround(event, work)
    end.publish(event)
    return running
  })
  try {
    const done = await begun
    const failure = failureIn(done)
    if (failure !== undefined) {
      event.error = failure
      error.publish(event)
    }
    return done
  } finally {
    asyncStart.publish(event)
    asyncEnd.publish(event)
  }
}

function runAround<Event extends TraceEvent, T>(
  event: Event,
  work: (event: Event) => Promise<T>,
): Promise<T> {
  let running: Promise<T> | undefined
  const begin = async () => work(event)
  try {
    event.around?.(() => void (running ??= begin()))
  } catch {
    // A subscriber that fails must not stop the work.
  }
  return (running ??= begin())
}

/** The failure of work that returns a Result. */
export function errorIn<E extends IronicDriverError>(result: Result<unknown, E>): E | undefined {
  return result.isErr() ? result.error : undefined
}

/** Publishes single events. */
export interface NoticeChannel<Event> {
  readonly name: `ironic-driver:${string}`
  readonly publish: (event: () => Event) => void
}

export function noticeChannel<Event>(kind: string): NoticeChannel<Event> {
  const name = `ironic-driver:${kind}` as const
  const events = channel(name)
  return {
    name,
    publish: (event) => {
      if (events.hasSubscribers) events.publish(event())
    },
  }
}
