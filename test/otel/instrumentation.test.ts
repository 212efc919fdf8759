import { context, diag, metrics, trace, type DiagLogger } from '@opentelemetry/api'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { instrumentIronicDriver, type InstrumentationOptions } from 'ironic-driver/otel'
import { readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'
import { instrumentedSite } from './support/instrumented-site.js'
import { telemetry } from './support/telemetry.js'

const WAIT = 'wait for the instance to become active'

function plainSite() {
  const site = simulatedSite()
  return { ...site, request: spawnRequestFor(site.simulator.node().withPort().available()) }
}

describe('an instrumentation', () => {
  it('reports the version of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    const instrumentation = instrumentIronicDriver({ enabled: false })
    expect(instrumentation).toMatchObject({
      instrumentationName: 'ironic-driver',
      instrumentationVersion: version,
    })
  })

  it('works with registerInstrumentations, and ends with it', async () => {
    const seen = telemetry()
    const { tracerProvider, meterProvider } = seen
    const unregister = registerInstrumentations({
      tracerProvider,
      meterProvider,
      instrumentations: [instrumentIronicDriver({ enabled: false })],
    })
    const { driver, run, request } = plainSite()
    expectOk(await run(driver.provisioning.spawn(request)))
    expect(seen.spans().map(({ name }) => name)).toEqual([WAIT, 'provisioning.spawn'])
    expect([...(await seen.metrics()).keys()]).toContain('ironic.operation.duration')
    unregister()
    expectOk(await run(driver.provisioning.destroy({ instance: request.instance.id })))
    expect(seen.spans()).toHaveLength(2)
  })

  it.each([
    ['alone', () => instrumentIronicDriver()],
    [
      'by registerInstrumentations',
      () => {
        const instrumentation = instrumentIronicDriver()
        registerInstrumentations({ instrumentations: [instrumentation] })
        return instrumentation
      },
    ],
  ])('that begins %s uses global providers that are registered later', async (_, begin) => {
    const instrumentation = begin()
    onTestFinished(() => instrumentation.disable())
    const seen = telemetry()
    seen.tracerProvider.register()
    metrics.setGlobalMeterProvider(seen.meterProvider)
    onTestFinished(() => {
      for (const api of [context, trace, metrics]) api.disable()
    })
    const { driver, run, request } = plainSite()
    expectOk(await run(driver.provisioning.spawn(request)))
    expect(seen.tree()).toEqual(['provisioning.spawn', `  ${WAIT}`])
    expect((await seen.metrics()).get('ironic.operation.active')).toMatchObject([{ value: 0 }])
  })

  it('that is disabled during a call ends its spans, and counts nothing in progress', async () => {
    const { clock, driver, run, seen, instrumentation, request } = instrumentedSite()
    const running = driver.provisioning.spawn(request)
    await clock.advance(1_500)
    expect(instrumentation.getConfig()).toEqual({ enabled: true })
    instrumentation[Symbol.dispose]()
    instrumentation.disable()
    expect(instrumentation.getConfig()).toEqual({ enabled: false })
    expect(seen.tree()).toEqual(['provisioning.spawn', `  ${WAIT}`])
    expect((await seen.metrics()).get('ironic.operation.active') ?? []).toEqual([])

    instrumentation.enable()
    instrumentation.enable()
    expectOk(await run(running))
    expectOk(await run(driver.power.state({ node: String(request.node) })))
    expect(seen.spans().map(({ name }) => name)).toEqual(['provisioning.spawn', WAIT, 'power.state'])
    const durations = (await seen.metrics()).get('ironic.operation.duration') ?? []
    expect(durations.map(({ attributes }) => attributes)).toEqual([{ 'ironic.operation': 'power.state' }])
  })

  it('sees all of a call, and only its own spans, beside another one', async () => {
    const { clock, driver, run, seen, node, request } = instrumentedSite()
    const also = telemetry()
    const { tracerProvider, meterProvider } = also
    const other = instrumentIronicDriver({ tracerProvider, meterProvider, clock })
    onTestFinished(() => other.disable())
    node.failNext('deploy')
    expectErr(await run(driver.provisioning.spawn(request)), 'transition_failed')
    const tree = [
      'provisioning.spawn',
      `  ${WAIT}`,
      '  undo provisioning.spawn',
      '    wait for the instance to be torn down',
    ]
    expect(seen.tree()).toEqual(tree)
    expect(also.tree()).toEqual(tree)
    const traceIds = (spans: ReturnType<typeof seen.spans>) =>
      new Set(spans.map((span) => span.spanContext().traceId))
    expect(traceIds(seen.spans()).size).toBe(1)
    expect((await also.metrics()).get('ironic.operation.duration')).toMatchObject([{ value: { count: 1 } }])
  })

  it('that cannot record does not disturb the driver', async () => {
    const errors: string[] = []
    listenToDiag(errors)
    const broken = () => {
      throw new Error('no span today')
    }
    const instrumentation = instrumentIronicDriver({ tracerProvider: { getTracer: broken } })
    onTestFinished(() => instrumentation.disable())
    const { driver, run, request } = plainSite()
    expectOk(await run(driver.provisioning.spawn(request)))
    expect(new Set(errors)).toEqual(new Set(['ironic-driver: an event could not be recorded.']))
  })

  it.each([
    [
      { tracer: 1 },
      'ironic-driver: Unknown option `tracer`. Known options: `tracerProvider`, `meterProvider`, `enabled`, `clock`. It is ignored.',
    ],
    [
      { tracerProvider: 'jaeger' },
      'ironic-driver: Option `tracerProvider` must be a TracerProvider. The default is used.',
    ],
    [
      { meterProvider: {} },
      'ironic-driver: Option `meterProvider` must be a MeterProvider. The default is used.',
    ],
    [{ enabled: 'no' }, 'ironic-driver: Option `enabled` must be true or false. The default is used.'],
    [{ clock: null }, 'ironic-driver: Option `clock` must be a Clock. The default is used.'],
    [7, 'ironic-driver: The options must be an object. The defaults are used.'],
  ])('reports the mistake in %j, and works all the same', (options, message) => {
    const errors: string[] = []
    listenToDiag(errors)
    const instrumentation = instrumentIronicDriver(options as InstrumentationOptions)
    expect(instrumentation.getConfig()).toEqual({ enabled: true })
    instrumentation.setConfig({ enabled: false })
    expect(instrumentation.getConfig()).toEqual({ enabled: false })
    expect(errors).toEqual([message])
  })
})

function listenToDiag(errors: string[]): void {
  const ignore = () => undefined
  const error = (message: string) => void errors.push(message)
  diag.setLogger({ error, warn: ignore, info: ignore, debug: ignore, verbose: ignore } satisfies DiagLogger)
  onTestFinished(() => diag.disable())
}
