import { randomUUID } from 'node:crypto'
import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { report } from './measure.js'

/** The requests of Nova's Ironic driver for the same work: 919 for 50 instances, each polled separately. */
const NOVA_REQUESTS_PER_INSTANCE = 919 / 50

/** Measures the requests and the real time of a fleet that is spawned and destroyed at once on a manual clock. */
export async function fleetBench(): Promise<void> {
  for (const count of [1, 50, 1_000]) {
    const clock = new ManualClock()
    const simulator = new IronicSimulator({
      clock,
      hardware: 'fake-hardware',
      timings: { deployStep: [1_000, 6_000] },
    })
    const driver = new IronicDriver({ transport: simulator, clock })
    const requests = Array.from({ length: count }, () => ({
      instance: { id: randomUUID() },
      node: simulator.node().withPort().available().uuid,
      image: { source: 'http://images/web.qcow2' },
      vifs: [{ id: randomUUID() }],
    }))
    const startedAt = performance.now()
    const spawned = await clock.run(
      Promise.all(requests.map((request) => driver.provisioning.spawn(request))),
    )
    const destroyed = await clock.run(
      Promise.all(
        requests.map(({ node, instance }) => driver.provisioning.destroy({ node, instance: instance.id })),
      ),
    )
    if ([...spawned, ...destroyed].some((one) => one.isErr())) throw new Error('An instance failed.')
    const each = simulator.requests.length / count
    report(
      `requests per instance, ${count} at once / Nova's driver`,
      each / NOVA_REQUESTS_PER_INSTANCE,
      `${each.toFixed(2)} to ${NOVA_REQUESTS_PER_INSTANCE}, ${(performance.now() - startedAt).toFixed(0)} ms of real time`,
    )
  }
}
