import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { spawnRequestFor } from '../support/simulated-site.js'
import { instrumentedSite } from './support/instrumented-site.js'
import { eventsOf } from './support/telemetry.js'

const DEPLOYED = 'wait for the instance to become active'

describe('the spans', () => {
  it('show a spawn with its wait, and each change of the node as an event', async () => {
    const { driver, run, seen, node, request } = instrumentedSite()
    expectOk(await run(driver.provisioning.spawn(request)))

    expect(seen.tree()).toEqual(['provisioning.spawn', `  ${DEPLOYED}`])
    const subject = {
      'ironic.operation': 'provisioning.spawn',
      'ironic.node': node.uuid,
      'ironic.instance': request.instance.id,
    }
    const operation = seen.span('provisioning.spawn')
    expect(operation).toMatchObject({ kind: SpanKind.INTERNAL, status: { code: SpanStatusCode.UNSET } })
    expect(operation.attributes).toEqual(subject)
    const wait = seen.span(DEPLOYED)
    expect(wait.attributes).toEqual({ ...subject, 'ironic.wait.deadline': 3_600, 'ironic.wait.looks': 2 })
    expect(wait.duration).toEqual([2, 0])
    expect(eventsOf(wait)).toEqual([
      [
        'ironic.node.change',
        {
          'ironic.provision_state': 'deploying',
          'ironic.target_provision_state': 'active',
          'ironic.power_state': 'power off',
          'ironic.step': 'deploy.deploy',
          'ironic.maintenance': false,
        },
      ],
      [
        'ironic.node.change',
        {
          'ironic.provision_state': 'active',
          'ironic.power_state': 'power off',
          'ironic.maintenance': false,
        },
      ],
    ])
  })

  it('show a failed spawn with its error, and its undo', async () => {
    const { driver, run, seen, node, request } = instrumentedSite()
    node.failNext('deploy')
    const error = expectErr(await run(driver.provisioning.spawn(request)), 'transition_failed')

    expect(seen.tree()).toEqual([
      'provisioning.spawn',
      `  ${DEPLOYED}`,
      '  undo provisioning.spawn',
      '    wait for the instance to be torn down',
    ])
    const operation = seen.span('provisioning.spawn')
    expect(operation.status).toEqual({ code: SpanStatusCode.ERROR, message: error.message })
    expect(operation.attributes).toMatchObject({
      'error.type': 'transition_failed',
      'ironic.advice': 'try_other_node',
    })
    expect(eventsOf(operation)).toEqual([
      [
        'exception',
        expect.objectContaining({ 'exception.type': error.name, 'exception.message': error.message }),
      ],
    ])
    expect(seen.span(DEPLOYED).status.code).toBe(SpanStatusCode.ERROR)
    expect(seen.span('undo provisioning.spawn').attributes).toMatchObject({ 'ironic.undo.remains': [] })
  })

  it('show what an undo left on the node', async () => {
    const { simulator, driver, run, seen, node, request } = instrumentedSite()
    node.failNext('deploy')
    simulator.disruptions.next(
      { method: 'PUT', path: /provision/ },
      { kind: 'status', status: 403 },
      { after: 1, times: Infinity },
    )
    expectErr(await run(driver.provisioning.spawn(request)), 'undo_incomplete')
    expect(seen.span('undo provisioning.spawn').attributes).toMatchObject({
      'ironic.undo.remains': [`instance ${request.instance.id}`],
    })
  })

  it('show each retry as an event of its call, with its cause and its pause', async () => {
    const { simulator, driver, run, seen } = instrumentedSite()
    simulator.disruptions.next({ method: 'GET', path: /nodes\/metal-1/ }, 'busy')
    expectOk(await run(driver.provisioning.status({ node: 'metal-1' })))
    expect(eventsOf(seen.span('provisioning.status'))).toEqual([
      [
        'ironic.retry',
        {
          'http.request.method': 'GET',
          'url.template': '/v1/nodes/{node}',
          'error.type': 'service_busy',
          'ironic.retry.attempt': 1,
          'ironic.retry.pause': expect.any(Number) as number,
        },
      ],
    ])
  })

  it('show an aborted wait as failed', async () => {
    const { clock, driver, run, seen, request } = instrumentedSite()
    const abort = new AbortController()
    void clock.sleep(1_500).then(() => abort.abort())
    const options = { signal: abort.signal, onFailure: 'keep' } as const
    expectErr(await run(driver.provisioning.spawn(request, options)), 'aborted')
    for (const name of ['provisioning.spawn', DEPLOYED])
      expect(seen.span(name)).toMatchObject({
        status: { code: SpanStatusCode.ERROR },
        attributes: { 'error.type': 'aborted' },
      })
  })

  it('are children of the span that is active where the driver is called', async () => {
    const { driver, run, seen, request } = instrumentedSite()
    const tracer = seen.tracerProvider.getTracer('a service')
    await tracer.startActiveSpan('POST /servers', async (span) => {
      expectOk(await run(driver.provisioning.spawn(request)))
      span.end()
    })
    expect(seen.tree().map((line) => line.trimStart())).toEqual([
      'POST /servers',
      'provisioning.spawn',
      DEPLOYED,
    ])
    expect(new Set(seen.spans().map((span) => span.spanContext().traceId)).size).toBe(1)
  })

  it('keep concurrent spawns apart, and link a look to all waits that share it', async () => {
    const { simulator, driver, run, seen } = instrumentedSite()
    const requests = Array.from({ length: 5 }, () => spawnRequestFor(simulator.node().withPort().available()))
    const spawned = await run(Promise.all(requests.map((request) => driver.provisioning.spawn(request))))
    for (const one of spawned) expectOk(one)

    const named = (name: string) => seen.spans().filter((span) => span.name === name)
    const [operations, waits, looks] = [named('provisioning.spawn'), named(DEPLOYED), named('look at nodes')]
    expect(operations).toHaveLength(5)
    for (const wait of waits) {
      const parent = operations.find((one) => one.spanContext().spanId === wait.parentSpanContext?.spanId)
      expect(parent?.attributes['ironic.instance']).toBe(wait.attributes['ironic.instance'])
    }
    expect(looks.length).toBeGreaterThan(0)
    for (const look of looks) {
      expect(look.parentSpanContext).toBeUndefined()
      expect(look.links).toHaveLength(Number(look.attributes['ironic.look.waits']))
    }
    const linked = looks.flatMap(({ links }) => links.map(({ context }) => context.spanId))
    expect(new Set(linked)).toEqual(new Set(waits.map((wait) => wait.spanContext().spanId)))
  })
})
