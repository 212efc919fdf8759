import { IronicDriver } from 'ironic-driver'
import { recordRequests, ManualClock } from 'ironic-driver/testing'
import { destroyFleet, powerCycle, spawnFleet, type FleetObserver } from './drive-fleet.js'
import { simulateFleet } from './simulated-fleet.js'
import { DEMO_IMAGE, SOFT_TIMEOUT_MS } from './demo-settings.js'

const UNSEEN: FleetObserver = {
  changed: () => undefined,
  succeeded: () => undefined,
  failed: () => undefined,
}

/**
 * Runs the demo again on the same kind of fleet and returns the number of requests: with one driver for all machines,
 * or with a driver for each, so that each is polled separately. A manual clock makes it fast.
 */
export async function countRequests(drivers: 'one-for-all' | 'one-each', quick: boolean): Promise<number> {
  const clock = new ManualClock()
  const { simulator, machines, stubborn } = simulateFleet({ clock, quick })
  const recorder = recordRequests(simulator, { clock })
  const newDriver = () => new IronicDriver({ transport: recorder, clock })
  const shared = newDriver()

  await clock.run(
    Promise.all(
      (drivers === 'one-for-all' ? [machines] : machines.map((machine) => [machine])).map(async (fleet) => {
        const driver = drivers === 'one-for-all' ? shared : newDriver()
        const { done } = await spawnFleet(driver, fleet, { image: DEMO_IMAGE, observer: UNSEEN })
        if (done.includes(stubborn))
          await powerCycle(driver, stubborn, { softTimeoutMs: SOFT_TIMEOUT_MS, observer: UNSEEN })
        await destroyFleet(driver, done, { until: 'available', observer: UNSEEN })
      }),
    ),
  )
  return recorder.requests.length
}
