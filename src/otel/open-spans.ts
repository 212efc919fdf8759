import {
  context,
  createContextKey,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Link,
  type Span,
  type Tracer,
} from '@opentelemetry/api'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import type { TraceEvent } from '../tracing/trace-channel.js'
import { presentAttributes, type GivenAttributes } from './present-attributes.js'
import type { TraceTime } from './trace-time.js'

/** The innermost span of each instrumentation in a context; `active` is the one that was opened last. */
interface Enclosing {
  readonly active: Span
  readonly byOwner: ReadonlyMap<OpenSpans, Span>
}

interface OpenSpan {
  readonly span: Span
  /** The context in which the work began. */
  readonly begunIn: Context
}

/** What a new span shows. */
export interface SpanBegin {
  readonly name: string
  readonly attributes: GivenAttributes
  /** Makes it the first span of a trace of its own. */
  readonly root?: boolean
  readonly links?: Link[]
}

const ENCLOSING = createContextKey('ironic-driver.spans')

/** The spans of the work in progress, by the event of the work. */
export class OpenSpans {
  readonly #tracer: () => Tracer
  readonly #time: TraceTime
  readonly #open = new Map<TraceEvent, OpenSpan>()

  constructor(tracer: () => Tracer, time: TraceTime) {
    this.#tracer = tracer
    this.#time = time
  }

  /** Begins a span, and runs the work of the event in its context. */
  begin(event: TraceEvent, { name, attributes, root = false, links = [] }: SpanBegin): void {
    const begunIn = context.active()
    const startTime = this.#time.stamp()
    const span = this.#tracer().startSpan(
      name,
      {
        kind: SpanKind.INTERNAL,
        attributes: presentAttributes(attributes),
        root,
        links,
        ...(startTime === undefined ? {} : { startTime }),
      },
      this.#parentIn(begunIn),
    )
    this.#open.set(event, { span, begunIn })
    const outer = () => (root ? ROOT_CONTEXT : context.active())
    runAround(event, (work) => context.with(this.#inside(outer(), span), work))
  }

  /** Runs other work in the context of an open span. */
  enter(event: TraceEvent, of: TraceEvent): void {
    const open = this.#open.get(of)
    if (open === undefined) return
    runAround(event, (work) => context.with(this.#inside(open.begunIn, open.span), work))
  }

  /** Returns the open span of an event. */
  of(event: TraceEvent | undefined): Span | undefined {
    return event === undefined ? undefined : this.#open.get(event)?.span
  }

  /** Returns the innermost open span of this instrumentation around the code that runs. */
  current(): Span | undefined {
    return enclosingIn(context.active())?.byOwner.get(this)
  }

  /** Adds an event to a span. */
  note(span: Span | undefined, name: string, attributes: GivenAttributes): void {
    span?.addEvent(name, presentAttributes(attributes), this.#time.stamp())
  }

  /** Adds an error as an exception event. */
  recordError(event: TraceEvent, error: IronicDriverError): void {
    this.of(event)?.recordException(error, this.#time.stamp())
  }

  /** Ends the span of an event, as failed if the event has an error. */
  end(event: TraceEvent, attributes: GivenAttributes = {}): void {
    const span = this.of(event)
    if (span === undefined) return
    this.#open.delete(event)
    span.setAttributes(presentAttributes(attributes))
    if (event.error !== undefined) showFailure(span, event.error)
    span.end(this.#time.stamp())
  }

  /** Ends all spans, since the ends of their work are no longer reported. */
  endAll(): void {
    for (const { span } of this.#open.values()) span.end(this.#time.stamp())
    this.#open.clear()
  }

  /** Returns the context of the parent. A second instrumentation may have a span around the same work; it is in other traces. */
  #parentIn(active: Context): Context {
    const enclosing = enclosingIn(active)
    const own = enclosing?.active === trace.getSpan(active) ? enclosing?.byOwner.get(this) : undefined
    return own === undefined ? active : trace.setSpan(active, own)
  }

  #inside(outer: Context, span: Span): Context {
    const byOwner = new Map(enclosingIn(outer)?.byOwner).set(this, span)
    return trace.setSpan(outer, span).setValue(ENCLOSING, { active: span, byOwner } satisfies Enclosing)
  }
}

function enclosingIn(where: Context): Enclosing | undefined {
  return where.getValue(ENCLOSING) as Enclosing | undefined
}

function runAround(event: TraceEvent, run: (work: () => void) => void): void {
  const { around } = event
  event.around = around === undefined ? run : (work) => around(() => run(work))
}

/** Marks a span as failed. The message of an error of this library contains no secret. */
function showFailure(span: Span, error: IronicDriverError): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message })
  span.setAttributes(
    presentAttributes({
      'error.type': error.kind,
      'ironic.advice': error.advice,
      'ironic.request_id': error.requestId,
      'ironic.global_request_id': error.globalRequestId,
    }),
  )
}
