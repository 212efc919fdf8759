import { IronicDriver, recordRequests } from 'ironic-driver'
import { ManualClock } from 'ironic-driver/testing'
import { destroyFleet, powerCycle, spawnFleet, type FleetObserver } from './drive-fleet.js'
import { simulateFleet } from './simulated-fleet.js'
import { DEMO_IMAGE, SOFT_TIMEOUT_MS } from './demo-settings.js'

const UNSEEN: FleetObserver = {
  changed: () => undefined,
  succeeded: () => undefined,
  failed: () => undefined,
}

/**
 * Does the same with the same kind of fleet once more and returns how many requests it took, with a driver for each
 * machine, so that each is watched for itself; or with one for all. A manual clock makes the time of it, so that
 * it takes no time.
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
