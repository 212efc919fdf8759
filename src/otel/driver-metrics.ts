import type { MeterProvider, ObservableCallback, ObservableUpDownCounter } from '@opentelemetry/api'
import { requests, retries } from '../client/requests/request-events.js'
import { compensations, operations } from '../operations/operation-events.js'
import type { TraceEvent } from '../tracing/trace-channel.js'
import { looks, nodeChanges, waits } from '../waiting/wait-events.js'
import { followNotices, followWork, type Unfollow } from './follow-channel.js'
import { SCOPE } from './instrumentation-scope.js'
import { presentAttributes } from './present-attributes.js'
import type { TraceTime } from './trace-time.js'
import { createInstruments, type Instruments } from './instruments.js'
import { Tally } from './tally.js'
import { WaitedNodes } from './waited-nodes.js'

/** Measures the work that the channels publish. No attribute names a node, an instance or a request. */
export class DriverMetrics {
  readonly #provider: () => MeterProvider
  readonly #time: TraceTime
  readonly #operations = new Tally('ironic.operation')
  readonly #waits = new Tally('ironic.operation')
  readonly #nodes = new WaitedNodes()
  readonly #startedAt = new Map<TraceEvent, number>()
  #from: MeterProvider | undefined
  #instruments: Instruments | undefined

  constructor(provider: () => MeterProvider, time: TraceTime) {
    this.#provider = provider
    this.#time = time
  }

  follow(): readonly Unfollow[] {
    return [...this.#followCalls(), ...this.#followWatcher(), () => this.#unobserve()]
  }

  #followCalls(): readonly Unfollow[] {
    return [
      followWork(operations, {
        start: (event) => {
          this.#begin(event)
          this.#operations.add(event.operation, 1)
        },
        end: (event) =>
          this.#end(event, (seconds) => {
            this.#operations.add(event.operation, -1)
            const { operation, error } = event
            const attributes = { 'ironic.operation': operation, 'error.type': error?.kind }
            this.#currentInstruments().operationDuration.record(seconds, presentAttributes(attributes))
          }),
      }),
      followWork(requests, {
        start: (event) => this.#begin(event),
        end: (event) =>
          this.#end(event, (seconds) => {
            const { method, route, status, error } = event
            const attributes = {
              'http.request.method': method,
              'url.template': route,
              'http.response.status_code': status,
              'error.type': error?.kind,
            }
            this.#currentInstruments().requestDuration.record(seconds, presentAttributes(attributes))
          }),
      }),
      followNotices(retries, ({ method, route, cause }) =>
        this.#currentInstruments().requestRetries.add(1, {
          'http.request.method': method,
          'url.template': route,
          'error.type': cause.kind,
        }),
      ),
      followWork(compensations, {
        start: () => undefined,
        end: ({ operation, remains }) => {
          if (remains.length > 0)
            this.#currentInstruments().compensationFailures.add(1, { 'ironic.operation': operation })
        },
      }),
    ]
  }

  #followWatcher(): readonly Unfollow[] {
    return [
      followWork(waits, {
        start: (event) => {
          this.#begin(event)
          this.#waits.add(event.operation, 1)
          this.#nodes.begin(event)
        },
        end: (event) =>
          this.#end(event, () => {
            this.#waits.add(event.operation, -1)
            this.#nodes.end(event)
          }),
      }),
      followWork(looks, {
        start: () => undefined,
        end: ({ error }) =>
          this.#currentInstruments().watcherLooks.add(1, presentAttributes({ 'error.type': error?.kind })),
      }),
      followNotices(nodeChanges, (event) => {
        const { watcherLag, stepDuration } = this.#currentInstruments()
        if (event.unseenMs !== undefined) watcherLag.record(event.unseenMs / 1_000)
        const step = this.#nodes.change(event, this.#time.now())
        if (step === undefined) return
        const { name, durationMs, failedIn } = step
        const attributes = { 'ironic.step': name, 'error.type': failedIn }
        stepDuration.record(durationMs / 1_000, presentAttributes(attributes))
      }),
    ]
  }

  #begin(event: TraceEvent): void {
    this.#startedAt.set(event, this.#time.now())
    // Creates the instruments, so that the work in progress is observed from now on.
    this.#currentInstruments()
  }

  /** Calls `record` with the duration, unless the work began before the instrumentation was enabled. */
  #end(event: TraceEvent, record: (seconds: number) => void): void {
    const startedAt = this.#startedAt.get(event)
    if (startedAt === undefined) return
    this.#startedAt.delete(event)
    record((this.#time.now() - startedAt) / 1_000)
  }

  /** Returns the instruments of the current provider: a program may register its own later. */
  #currentInstruments(): Instruments {
    const provider = this.#provider()
    if (this.#instruments !== undefined && provider === this.#from) return this.#instruments
    this.#unobserve()
    this.#from = provider
    this.#instruments = createInstruments(provider.getMeter(SCOPE.name, SCOPE.version))
    for (const [instrument, observe] of this.#observed(this.#instruments)) instrument.addCallback(observe)
    return this.#instruments
  }

  #unobserve(): void {
    if (this.#instruments === undefined) return
    for (const [instrument, observe] of this.#observed(this.#instruments)) instrument.removeCallback(observe)
    this.#instruments = undefined
  }

  readonly #observeNodes: ObservableCallback = (result) => result.observe(this.#nodes.size)

  #observed(of: Instruments): readonly (readonly [ObservableUpDownCounter, ObservableCallback])[] {
    return [
      [of.operationActive, this.#operations.observe],
      [of.waitActive, this.#waits.observe],
      [of.watcherNodes, this.#observeNodes],
      [of.nodeState, this.#nodes.states.observe],
    ]
  }
}
