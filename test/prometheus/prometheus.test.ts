import { createServer } from 'node:http'
import { once } from 'node:events'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { IronicDriver } from 'ironic-driver'
import { instrumentIronicDriver } from 'ironic-driver/otel'
import { IronicSimulator } from 'ironic-driver/testing'
import { afterEach, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { spawnRequestFor } from '../support/simulated-site.js'
import { startPrometheus } from './prometheus-server.js'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** Serves the metrics of a provider as a service does. */
async function serveMetrics() {
  const exporter = new PrometheusExporter({ preventServerStart: true })
  const meterProvider = new MeterProvider({ readers: [exporter] })
  const server = createServer((request, response) => exporter.getMetricsRequestHandler(request, response))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  stops.push(() => server.close())
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server has no address.')
  return { meterProvider, target: `127.0.0.1:${address.port}` }
}

it('shows a Prometheus the calls, the requests and the nodes of a service', async () => {
  const { meterProvider, target } = await serveMetrics()
  const instrumentation = instrumentIronicDriver({ meterProvider })
  stops.push(() => instrumentation.disable())
  const prometheus = await startPrometheus(target)
  stops.push(() => prometheus.stop())

  const simulator = new IronicSimulator({ timings: { deployStep: 1_500 } })
  const driver = new IronicDriver({ transport: simulator })
  const [good, bad] = [1, 2].map(() => simulator.node().withPort().available())
  if (good === undefined || bad === undefined) throw new Error('There is no node.')
  bad.failNext('deploy')
  const request = spawnRequestFor(good)
  const [spawned, failed] = await Promise.all([
    driver.provisioning.spawn(request),
    driver.provisioning.spawn(spawnRequestFor(bad)),
  ])
  expectOk(spawned)
  expectErr(failed, 'transition_failed')
  expectOk(await driver.provisioning.destroy({ instance: request.instance.id }))

  const query = (text: string) => prometheus.query(text).catch(() => [])
  const SOON = { timeout: 20_000, interval: 250 }
  await expect
    .poll(() => query('ironic_operation_duration_count'), SOON)
    .toEqual(
      expect.arrayContaining([
        [expect.objectContaining({ ironic_operation: 'provisioning.spawn' }), 1],
        [
          expect.objectContaining({
            ironic_operation: 'provisioning.spawn',
            error_type: 'transition_failed',
          }),
          1,
        ],
        [expect.objectContaining({ ironic_operation: 'provisioning.destroy' }), 1],
      ]),
    )
  // What the documents suggest to ask.
  const failures = 'sum by (error_type) (ironic_operation_duration_count{error_type!=""})'
  expect(await query(failures)).toEqual([[{ error_type: 'transition_failed' }, 1]])
  const median = 'histogram_quantile(0.5, sum by (le) (ironic_operation_duration_bucket))'
  const [[, seconds] = []] = await query(median)
  expect(seconds).toBeGreaterThan(0.1)
  expect(seconds).toBeLessThan(30)
  expect(await query('sum(ironic_operation_active)')).toEqual([[{}, 0]])
  expect(await query('sum(ironic_watcher_nodes)')).toEqual([[{}, 0]])
  const [[, counted] = []] = await query('sum(ironic_request_duration_count)')
  expect(counted).toBe(simulator.requests.filter(({ path }) => path !== '/').length)
  for (const name of ['ironic_step_duration_count', 'ironic_watcher_looks_total', 'ironic_node_state'])
    expect((await query(name)).length, name).toBeGreaterThan(0)
})
