import { randomUUID } from 'node:crypto'
import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { ROLE_LOGINS, type RoleLogin } from './role-logins.js'
import { expectedVerbs, outcomeOf, ROLE_VERBS, saysWhatIsMissing, type RoleVerb } from './role-verbs.js'

const VERBS = Object.keys(ROLE_VERBS) as readonly RoleVerb[]

/** A driver with the rights of a login, and a node in the state that a verb needs. */
function siteFor({ of, role }: RoleLogin, verb: RoleVerb, release: '21.4' | '39.0') {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, release })
  const builder = simulator
    .node({
      name: 'metal-1',
      owner: 'owner',
      lessee: 'lessee',
      resource_class: 'large',
      console_interface: 'fake',
    })
    .withPort()
  const node = ROLE_VERBS[verb].needs === 'free' ? builder.available() : builder.active()
  const caller = of === 'system' ? ({ system: true, roles: [role] } as const) : { project: of, roles: [role] }
  const driver = new IronicDriver({ transport: simulator.as(caller), clock, random: () => 0.5 })
  return {
    clock,
    simulator,
    driver,
    target: { node: node.uuid, instance: node.now.instance_uuid ?? randomUUID() },
  }
}

describe.each(['21.4', '39.0'] as const)('on Ironic %s', (release) => {
  it.each(ROLE_LOGINS)(
    '$name may do what its role allows, and a refusal leaves nothing behind',
    async (login) => {
      const outcomes: Record<string, string> = {}
      for (const verb of VERBS) {
        const { clock, simulator, driver, target } = siteFor(login, verb, release)
        const [before, startedAt] = [simulator.snapshot(), clock.now()]
        const result = await clock.run(ROLE_VERBS[verb].run(driver, target))
        outcomes[verb] = outcomeOf(result)
        if (result.isOk()) continue
        expect(simulator.snapshot(), verb).toEqual(before)
        expect(saysWhatIsMissing(result.error), `${verb}: ${result.error.message}`).toBe(true)
        expect(clock.now() - startedAt, verb).toBeLessThan(5_000)
      }
      expect(outcomes).toEqual(expectedVerbs(login))
    },
  )
})
