import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { killOptions } from './kill-options.js'
import { complaints, countsOf } from './kill-report.js'
import type { KilledOperation } from './operations/killed-operation.js'
import { buildProgram } from './process/build-program.js'
import { findCases, runKills, type Kill, type KillSite } from './run-kills.js'
import { sampleKills } from './sample-kills.js'
import { simulatedKillWorld, type SimulatedKillWorld } from './world/simulated-kill-world.js'

/** Tests operations on a simulated Ironic, each killed at all or some of its boundaries. */
export function killTests(
  [release, hardware]: Parameters<typeof simulatedKillWorld>,
  at: KillSite['at'],
  operations: readonly KilledOperation[],
): void {
  describe(`after a process was killed, on Ironic ${release} with ${hardware}`, () => {
    let world: SimulatedKillWorld
    let kills: readonly Kill[] = []

    beforeAll(async () => {
      world = await simulatedKillWorld(release, hardware)
      const site = { world, program: await buildProgram(), at }
      const cases = await findCases(site, operations)
      const options = killOptions(process.env)
      kills = await runKills(site, options.kills === 'all' ? cases : sampleKills(cases, options.seed))
    }, 1_200_000)

    afterAll(async () => {
      console.log(countsOf(world.name, kills))
      await world.close()
    })

    it.each(operations.map(({ name }) => name))(
      'another process finishes %s, and nothing is left half done',
      (name) => {
        const ofIt = kills.filter(({ operation }) => operation.name === name)
        expect(ofIt.filter(({ at }) => at !== undefined).length).toBeGreaterThanOrEqual(3)
        expect(complaints(ofIt)).toEqual([])
      },
    )
  })
}
