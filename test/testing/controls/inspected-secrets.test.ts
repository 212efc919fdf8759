import { inspect } from 'node:util'
import { IronicDriver } from 'ironic-driver'
import {
  IronicSimulator,
  ManualClock,
  serveSimulator,
  SimulatedKeystone,
  type WorldSnapshot,
} from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { SECRET_NAMES } from '../../support/quoted-secrets.js'

const CANARY = 'c4n4ry-7e1'

/** Every name of a secret, also in a list, below another name, and in the texts that Ironic keeps. */
const SECRETS = {
  ...Object.fromEntries(SECRET_NAMES.map((name) => [name, CANARY])),
  nested: { deep: [{ ipmi_password: CANARY }] },
  password: { of: ['whom', { inner: CANARY }] },
  kernel_append_params: `nofb rootpwd=${CANARY}`,
  image_source: `https://reader:${CANARY}@images.test/a.raw?temp_url_sig=${CANARY}`,
}

function siteWithSecrets() {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock })
  const builder = simulator
    .node({
      name: 'metal-1',
      driver_info: SECRETS,
      instance_info: { ...SECRETS, configdrive: CANARY },
      driver_internal_info: { agent_secret_token: CANARY, ...SECRETS },
      properties: SECRETS,
      extra: SECRETS,
    })
    .withPort({ extra: SECRETS })
    .withPortgroup({ properties: SECRETS })
    .withBiosSettings({ AdminPassword: { value: CANARY } })
    .withInventory({ bmc: SECRETS }, { log: SECRETS })
  const node = builder.active()
  node.force({ last_error: `Failed: ${JSON.stringify(SECRETS)}`, maintenance_reason: `password=${CANARY}` })
  return { clock, simulator, builder, node }
}

/** Checks the ways in which people print a value: whole, spread, and each part alone. */
function expectDiscretion(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values))
    for (const options of [{}, { showHidden: true }, { getters: true }])
      expect(inspect(value, { depth: Infinity, ...options }), name).not.toContain(CANARY)
}

it('prints no secret of a simulator or of its parts', () => {
  const { simulator, builder, node, clock } = siteWithSecrets()
  const { now, ports, portgroups, history, biosSettings, inventory } = node
  expect(now.driver_info).toMatchObject({ redfish_password: CANARY })
  expectDiscretion({
    simulator,
    builder,
    node,
    'node.now': now,
    'node.now.driver_info': now.driver_info,
    'node.now.driver_info.password': now.driver_info['password'],
    ports,
    portgroups,
    history,
    biosSettings,
    inventory,
    leftovers: simulator.leftovers(),
    driver: new IronicDriver({ transport: simulator, clock }),
    'a list of nodes': simulator.nodes.map((one) => one.now),
  })
})

it('prints no secret of a snapshot, although it can be restored', () => {
  const { simulator, node } = siteWithSecrets()
  for (const snapshot of [simulator.snapshot(), simulator.snapshot({ times: true })]) {
    const [first] = snapshot.nodes
    expectDiscretion({ snapshot, first, record: first?.record, info: first?.record.driver_info })
    expect(inspect(snapshot, { depth: Infinity })).toContain('metal-1')
  }
  const kept = JSON.stringify(simulator.snapshot())
  const before = node.now
  simulator.restore(JSON.parse(kept) as WorldSnapshot)
  expect(simulator.find('metal-1')?.now.driver_info).toEqual(before.driver_info)
  expect(JSON.stringify(simulator.snapshot())).toBe(kept)
})

it('prints no password and no token of a simulated identity service or of a served simulator', async () => {
  const { simulator } = siteWithSecrets()
  const keystone = new SimulatedKeystone({
    users: [{ name: 'ada', password: CANARY }],
    tokens: [CANARY],
    applicationCredentials: [{ id: 'one', secret: CANARY, user: 'ada' }],
  })
  const token = keystone.issueToken()
  const served = [
    await serveSimulator(simulator, { keystone }),
    await serveSimulator(simulator, { httpBasic: { username: 'ada', password: CANARY } }),
  ]
  expectDiscretion({ keystone, served })
  expect(inspect(keystone, { depth: Infinity, showHidden: true })).not.toContain(token)
  for (const one of served) await one.close()
})

it('prints no secret of a planned disruption', () => {
  const { simulator } = siteWithSecrets()
  simulator.disruptions.next({}, { kind: 'status', status: 500, fault: `password=${CANARY}` })
  expectDiscretion({ disruptions: simulator.disruptions })
})
