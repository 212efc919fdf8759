import { instrumentIronicDriver } from 'ironic-driver/otel'
import { onTestFinished } from 'vitest'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'
import { carryContext, telemetry } from './telemetry.js'

/** Returns a simulated site with a node and a request to spawn on it, and the spans and metrics of its work. */
export function instrumentedSite() {
  const seen = telemetry()
  onTestFinished(carryContext(seen))
  const site = simulatedSite()
  const { tracerProvider, meterProvider } = seen
  const instrumentation = instrumentIronicDriver({ tracerProvider, meterProvider, clock: site.clock })
  onTestFinished(() => instrumentation.disable())
  const node = site.simulator.node({ name: 'metal-1' }).withPort().available()
  return { ...site, seen, instrumentation, node, request: spawnRequestFor(node) }
}
