import { describe, expect, it } from 'vitest'
import { complaints, countsOf } from '../kill/kill-report.js'
import { ENROLL_OPERATIONS } from '../kill/operations/enroll-operations.js'
import { INSTANCE_OPERATIONS } from '../kill/operations/instance-operations.js'
import { LEAVE_OPERATIONS } from '../kill/operations/leave-operations.js'
import { LIFECYCLE_OPERATIONS } from '../kill/operations/lifecycle-operations.js'
import { SPAWN_OPERATIONS } from '../kill/operations/spawn-operations.js'
import { buildProgram } from '../kill/process/build-program.js'
import { findCases, runKills } from '../kill/run-kills.js'
import { realKillWorld } from './kill/real-kill-world.js'
import { servers } from './servers.js'

/** Fake hardware has no state in which it waits for an agent, and no failed deployments of its own. */
const NOT_HERE = /being cleaned|failed deployment|during a deployment|lifecycle\.(?:clean|maintenance)/

const OPERATIONS = [
  ...SPAWN_OPERATIONS,
  ...LEAVE_OPERATIONS,
  ...INSTANCE_OPERATIONS,
  ...ENROLL_OPERATIONS,
  ...LIFECYCLE_OPERATIONS,
].filter(({ name }) => !NOT_HERE.test(name))

/**
 * Only one in so many boundaries is tested, since the simulator tests them all. It is not three, as there are
 * three moments.
 */
const ONE_OF = 7

describe.concurrent.each([...servers()])('$name', (server) => {
  it('has nothing half done after processes were killed and others went on', async () => {
    const world = realKillWorld(server)
    const site = { world, program: await buildProgram(), at: 'requests that change something' } as const
    try {
      const cases = await findCases(site, OPERATIONS)
      const kills = await runKills(
        site,
        cases.filter((_, number) => number % ONE_OF === 0),
      )
      console.log(countsOf(world.name, kills))
      expect(kills.length).toBeGreaterThan(20)
      expect(complaints(kills)).toEqual([])
    } finally {
      await world.cleanUp()
    }
  }, 580_000)
})
