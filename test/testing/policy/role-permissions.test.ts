import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { ROLE_LOGINS } from '../../roles/role-logins.js'
import { expectedPermissions, permissionsOf } from '../../roles/role-permissions.js'

it.each(ROLE_LOGINS)('allows $name what Ironic allows', async (login) => {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock })
  const node = simulator.node({ owner: 'owner', lessee: 'lessee' }).withPort().available()
  const { of, role } = login
  const caller = of === 'system' ? ({ system: true, roles: [role] } as const) : { project: of, roles: [role] }
  const driver = new IronicDriver({ transport: simulator.as(caller), clock })
  const outcomes = await clock.run(permissionsOf(driver, node.now.uuid))
  expect(outcomes).toEqual(expectedPermissions(login))
})
