import { randomUUID } from 'node:crypto'
import { connect, type IronicDriver } from 'ironic-driver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { ROLE_LOGINS, type RoleLogin } from '../roles/role-logins.js'
import { expectedPermissions, permissionsOf } from '../roles/role-permissions.js'
import {
  expectedVerbs,
  outcomeOf,
  ROLE_VERBS,
  saysWhatIsMissing,
  type RoleVerb,
} from '../roles/role-verbs.js'
import { behindKeystone } from './fixture/behind-keystone.js'
import { ironicReleases } from './fixture/ironic-release.js'
import { startIronic, type RunningIronic } from './fixture/start-ironic.js'
import { startRoleKeystone, type RoleKeystone } from './fixture/start-role-keystone.js'

const IMAGE = { source: 'http://images.test/a.raw', checksum: 'd8e8fca2dc0f896fd7cb4cb0031ba249' }

/** Logins that may do all that another may. */
const LEADING = ['owner-member', 'lessee-manager']

/** Logins with the same few rights as another, whose requests have their own test. */
const ALIKE = ['system-reader', 'lessee-reader', 'stranger-member']

const VERBS = Object.keys(ROLE_VERBS) as readonly RoleVerb[]

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
    let active: string
    const instance = randomUUID()

    const drivers = new Map<string, IronicDriver>()

    /** Returns one driver for each login, so that each requests one token. */
    const as = async (login: RoleLogin) => {
      const driver =
        drivers.get(login.name) ??
        expectOk(await connect({ endpoint: ironic.url, keystone: keystone.loginOf(login) }))
      drivers.set(login.name, driver)
      return driver
    }
    const named = (name: string) => {
      const login = ROLE_LOGINS.find((one) => one.name === name)
      if (login === undefined) throw new Error(`Unknown login ${name}.`)
      return as(login)
    }

    /** Creates a node that the lessee leases from its owner, ready for an instance. */
    const newNode = async (name: string) => {
      const { owner, lessee } = keystone.projects
      const created = await admin.client.nodes.create({
        name,
        driver: 'fake-hardware',
        rescue_interface: 'fake',
        resource_class: 'leased',
        owner,
        lessee,
      })
      const node = expectOk(created).uuid
      expectOk(await admin.lifecycle.manage({ node }))
      expectOk(await admin.power.off({ node }))
      expectOk(await admin.lifecycle.provide({ node }))
      return node
    }

    beforeAll(async () => {
      const newDefaults = { oslo_policy: { enforce_new_defaults: true, enforce_scope: true } }
      const config = behindKeystone(keystone.url, keystone.service)
      ironic = await startIronic({
        release,
        extraConfig: release === '21.4' ? { ...config, ...newDefaults } : config,
      })
      admin = await named('system-admin')
      ;[node, active] = await Promise.all([newNode('free'), newNode('taken')])
      expectOk(await admin.provisioning.spawn({ instance: { id: instance }, node: active, image: IMAGE }))
    })
    afterAll(() => ironic.stop())

    it('allows each login what its role may do', async () => {
      await inTurnsOf(6, ROLE_LOGINS, async (login) => {
        expect(await permissionsOf(await as(login), node), login.name).toEqual(expectedPermissions(login))
      })
    })

    it('refuses a login what its role may not do, names what is missing, and changes nothing', async () => {
      const before = await everything()
      const refused = ROLE_LOGINS.filter(({ name }) => !ALIKE.includes(name))
      await inTurnsOf(6, refused, async (login) => {
        const driver = await as(login)
        for (const verb of VERBS.filter((one) => expectedVerbs(login)[one] !== 'ok')) {
          const { run, needs } = ROLE_VERBS[verb]
          const target = needs === 'free' ? { node, instance: randomUUID() } : { node: active, instance }
          const result = await run(driver, target)
          const label = `${login.name}, ${verb}`
          expect(outcomeOf(result), label).toBe(expectedVerbs(login)[verb])
          expect(result.isErr() && saysWhatIsMissing(result.error), label).toBe(true)
        }
      })
      expect(await everything()).toEqual(before)
    })

    it('allows the least privileged login that may spawn, of each kind, the whole life of an instance', async () => {
      await inTurnsOf(LEADING.length, LEADING, async (name) => {
        const driver = await named(name)
        const own = { node: await newNode(name), instance: randomUUID() }
        const spawned = await driver.provisioning.spawn({
          instance: { id: own.instance },
          node: own.node,
          image: IMAGE,
        })
        expect(expectOk(spawned).outcome, name).toBe('deployed')
        expectOk(await driver.power.off(own))
        expectOk(await driver.rebuild.redeploy({ instance: own.instance }, {}))
        expectOk(await driver.rescue.enter(own, { password: 'rescue-me-1' }))
        expectOk(await driver.lifecycle.maintenance(own, { reason: 'a look' }))
        expectOk(await driver.lifecycle.endMaintenance(own))
        expectOk(await driver.provisioning.destroy(own, { until: 'available' }))
        const left = expectOk(await admin.client.nodes.get(own.node))
        expect(left, name).toMatchObject({ instance_uuid: null, instance_info: {}, maintenance: false })
      })
    })

    it('tells a stranger that what it does not find may be hidden', async () => {
      const driver = await named('stranger-admin')
      expectErr(await driver.provisioning.destroy({ node, instance: randomUUID() }), 'not_found_or_hidden')
      expect(expectOk(await driver.inventory.exists({ node })).state).toBe('not_found_or_hidden')
    })

    /** Reads everything that a refused verb could have changed. */
    async function everything(): Promise<unknown> {
      const nodes = await Promise.all([node, active].map((one) => admin.client.nodes.get(one)))
      const vifs = await Promise.all([node, active].map((one) => admin.client.nodeVifs.list(one)))
      const allocations = await admin.client.allocations.list().all()
      const shown = nodes.map((one) => ({ ...expectOk(one), updated_at: null }))
      return { shown, vifs: vifs.map(expectOk), allocations: expectOk(allocations) }
    }
  })
})

/** Limits how many run at once, since Ironic answers with few processes. */
async function inTurnsOf<Item>(
  count: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: count }, lane))
}
