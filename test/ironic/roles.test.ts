import { randomUUID } from 'node:crypto'
import { connect, type IronicDriver } from 'ironic-driver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { ROLE_LOGINS, type RoleLogin } from '../roles/role-logins.js'
import { expectedPermissions, permissionsOf } from '../roles/role-permissions.js'
import { behindKeystone } from './fixture/behind-keystone.js'
import { ironicReleases } from './fixture/ironic-release.js'
import { startIronic, type RunningIronic } from './fixture/start-ironic.js'
import { startRoleKeystone, type RoleKeystone } from './fixture/start-role-keystone.js'

const IMAGE = { source: 'http://images.test/a.raw', checksum: 'd8e8fca2dc0f896fd7cb4cb0031ba249' }

describe('roles in a Keystone', () => {
  let keystone: RoleKeystone
  beforeAll(async () => {
    keystone = await startRoleKeystone()
  })
  afterAll(() => keystone.stop())

  describe.each(ironicReleases)('Ironic %s', (release) => {
    let ironic: RunningIronic
    let admin: IronicDriver
    let node: string

    const as = async (login: RoleLogin) =>
      expectOk(await connect({ endpoint: ironic.url, keystone: keystone.loginOf(login) }))
    const named = (name: string) => {
      const login = ROLE_LOGINS.find((one) => one.name === name)
      if (login === undefined) throw new Error(`There is no login ${name}.`)
      return as(login)
    }

    beforeAll(async () => {
      const newDefaults = { oslo_policy: { enforce_new_defaults: true, enforce_scope: true } }
      const config = behindKeystone(keystone.url, keystone.service)
      ironic = await startIronic({
        release,
        extraConfig: release === '21.4' ? { ...config, ...newDefaults } : config,
      })
      admin = await named('system-admin')
      const { owner, lessee } = keystone.projects
      const created = await admin.client.nodes.create({
        driver: 'fake-hardware',
        resource_class: 'leased',
        owner,
        lessee,
      })
      node = expectOk(created).uuid
      expectOk(await admin.lifecycle.manage({ node }))
      expectOk(await admin.power.off({ node }))
      expectOk(await admin.lifecycle.provide({ node }))
    })
    afterAll(() => ironic.stop())

    it('lets each login do what its role may', async () => {
      for (const login of ROLE_LOGINS)
        expect(await permissionsOf(await as(login), node), login.name).toEqual(expectedPermissions(login))
    })

    it('lets the administrator of a lessee spawn, redeploy and destroy', async () => {
      const driver = await named('lessee-admin')
      const instance = randomUUID()
      expectOk(await driver.provisioning.spawn({ instance: { id: instance }, node, image: IMAGE }))
      expectOk(await driver.rebuild.redeploy({ instance }, {}))
      expectOk(await driver.provisioning.destroy({ instance, node }, { until: 'available' }))
      expect(expectOk(await admin.client.nodes.get(node))).toMatchObject({
        instance_uuid: null,
        instance_info: {},
      })
    })

    it('tells a stranger that what it does not find may be hidden', async () => {
      const driver = await named('stranger-admin')
      expectErr(await driver.provisioning.destroy({ node, instance: randomUUID() }), 'not_found_or_hidden')
      expect(expectOk(await driver.inventory.exists({ node })).state).toBe('not_found_or_hidden')
    })
  })
})
