import { instrumentIronicDriver } from 'ironic-driver/otel'
import { expect, it, onTestFinished } from 'vitest'
import { telemetry } from '../otel/support/telemetry.js'
import { placesOf } from '../support/public-traces.js'
import { PLACES, SECRET_NAMES } from '../support/quoted-secrets.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'
import { ALL_CANARIES, CANARY } from './canaries/canary-fields.js'

it('shows no secret in any span or metric, wherever Ironic quotes it', async () => {
  const seen = telemetry()
  const { tracerProvider, meterProvider } = seen
  const { simulator, driver, run, clock } = simulatedSite()
  const instrumentation = instrumentIronicDriver({ tracerProvider, meterProvider, clock })
  onTestFinished(() => instrumentation.disable())

  for (const [index, place] of Object.values(PLACES).entries()) {
    const name = SECRET_NAMES[index % SECRET_NAMES.length] ?? ''
    const quoted = place(name, CANARY)
    const node = simulator.node({ driver_info: ALL_CANARIES }).withPort().available()
    node.failNext('deploy', { lastError: quoted }).failNext('clean', { lastError: quoted })
    simulator.disruptions.next(
      { method: 'GET' },
      { kind: 'status', status: 503, fault: quoted },
      { after: 3 },
    )
    const request = spawnRequestFor(node, { configDrive: { metaData: ALL_CANARIES } })
    const spawned = await run(driver.provisioning.spawn(request))
    const rescued = await run(driver.rescue.enter({ node: node.uuid }, { password: CANARY }))
    const created = await run(driver.client.nodes.create({ driver: 'redfish', driver_info: ALL_CANARIES }))
    expect([spawned, rescued, created].map((result) => result.isOk())).toEqual([false, false, true])
  }
  const spans = seen
    .spans()
    .map(({ name, attributes, events, links, status }) =>
      JSON.stringify({ name, attributes, events, links, status }),
    )
  expect(spans.join('\n')).toContain('exception.stacktrace')
  expect(spans.length).toBeGreaterThan(3 * Object.keys(PLACES).length)
  expect(placesOf(CANARY, spans)).toEqual([])
  expect(placesOf(CANARY, [JSON.stringify([...(await seen.metrics())])])).toEqual([])
})
