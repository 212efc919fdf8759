import { SpanKind } from '@opentelemetry/api'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import { createKyTransport, IronicDriver } from 'ironic-driver'
import { instrumentIronicDriver } from 'ironic-driver/otel'
import { IronicSimulator, serveSimulator } from 'ironic-driver/testing'
import { expect, it, onTestFinished } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { spawnRequestFor } from '../support/simulated-site.js'
import { carryContext, telemetry } from './support/telemetry.js'

it('puts each HTTP request below the call or the wait that it is for, with one span for it', async () => {
  const seen = telemetry()
  onTestFinished(carryContext(seen))
  const { tracerProvider, meterProvider } = seen
  const http = new UndiciInstrumentation()
  onTestFinished(
    registerInstrumentations({
      tracerProvider,
      meterProvider,
      instrumentations: [http, instrumentIronicDriver()],
    }),
  )
  const simulator = new IronicSimulator({ timings: { deployStep: 500 } })
  const node = simulator.node().withPort().available()
  const server = await serveSimulator(simulator)
  const driver = new IronicDriver({ transport: createKyTransport({ endpoint: server.url }) })
  expectOk(await driver.provisioning.spawn(spawnRequestFor(node)))
  await server.close()

  const ours = seen.spans().filter(({ kind }) => kind === SpanKind.INTERNAL)
  const requests = seen.spans().filter(({ kind }) => kind === SpanKind.CLIENT)
  expect(ours.map(({ name }) => name)).toEqual([
    'wait for the instance to become active',
    'provisioning.spawn',
  ])
  expect(requests).toHaveLength(simulator.requests.length)
  const parentOf = ({ parentSpanContext: parent }: (typeof requests)[number]) =>
    ours.find((span) => span.spanContext().spanId === parent?.spanId)?.name
  const [wait, spawn] = ['wait for the instance to become active', 'provisioning.spawn'].map((name) =>
    requests.filter((one) => parentOf(one) === name),
  )
  expect(spawn?.map(({ name }) => name)).toContain('PUT')
  expect(wait?.length).toBe(ours[0]?.attributes['ironic.wait.looks'])
  expect(Number(wait?.length) + Number(spawn?.length)).toBe(requests.length)
  expect(simulator.requests.at(-1)?.headers['traceparent']).toContain(ours[0]?.spanContext().traceId)
})
