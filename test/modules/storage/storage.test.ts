import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import type { IronicDriverError, VolumeRequest } from 'ironic-driver'
import type { Result } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const SECRET = 'canary-77'
const VOLUME: VolumeRequest = {
  volumeId: 'vol-1',
  volumeType: 'iscsi',
  bootIndex: 0,
  properties: { target_iqn: 'iqn.2010-10.org:vol-1', target_portal: '10.0.0.1:3260', auth_password: SECRET },
}

function siteWithNode() {
  const site = simulatedSite()
  const { simulator, driver, run } = site
  const properties = { cpu_arch: 'AMD64' }
  const node = simulator
    .node({ name: 'metal-1', network_interface: 'neutron', properties })
    .withPort({ address: '52:54:00:00:00:01' })
    .withPort({ address: '52:54:00:00:00:02' })
    .available()
  const target = { node: node.uuid }
  const add = async (type: string, connector_id: string) =>
    expectOk(await run(driver.client.volumeConnectors.create({ node_uuid: node.uuid, type, connector_id })))
  const routes = () => simulator.requests.map(({ route }) => route)
  return { ...site, node, target, add, routes }
}

describe('a connector', () => {
  it('contains what Ironic knows of the node, in two requests', async () => {
    const { driver, run, target, add, simulator, routes } = siteWithNode()
    const known = [
      ['ip', 'fd00::7'],
      ['ip', '10.0.0.7'],
      ['iqn', 'iqn.2026-01.org:a'],
      ['iqn', 'iqn.2026-01.org:b'],
      ['wwpn', '50:01'],
      ['wwpn', '50:02'],
      ['wwnn', '20:01'],
    ] as const
    for (const [type, id] of known) await add(type, id)
    simulator.forgetRequests()
    expect(expectOk(await run(driver.storage.connector(target, { multipath: true, host: 'web-1' })))).toEqual(
      {
        node: target.node,
        ips: ['10.0.0.7', 'fd00::7'],
        initiators: ['iqn.2026-01.org:a', 'iqn.2026-01.org:b'],
        properties: {
          ip: '10.0.0.7',
          host: '10.0.0.7',
          initiator: 'iqn.2026-01.org:a',
          wwpns: ['50:01', '50:02'],
          wwnns: ['20:01'],
          multipath: true,
          os_type: 'baremetal',
          platform: 'x86_64',
        },
      },
    )
    expect(routes()).toEqual(['GET /v1/nodes/{uuid}', 'GET /v1/volume/connectors'])
  })

  it('finds the address of the VIF on the network card for storage', async () => {
    const { driver, run, target, add, node, simulator, routes } = siteWithNode()
    const ids = [randomUUID(), randomUUID()]
    for (const [index, id] of ids.entries()) {
      const port = node.ports[index]?.uuid
      expectOk(await run(driver.networking.attachVif(target, { id, port })))
    }
    const vifs = [
      { id: ids[0] ?? '', addresses: ['10.0.0.1'] },
      { id: ids[1] ?? '', addresses: ['fd00::2', '10.0.0.2'] },
    ]
    expect(expectOk(await run(driver.storage.connector(target, { vifs }))).ips).toEqual(['10.0.0.1'])
    await add('mac', '52:54:00:00:00:02')
    simulator.forgetRequests()
    const found = expectOk(await run(driver.storage.connector(target, { vifs })))
    expect(found.ips).toEqual(['10.0.0.2', 'fd00::2'])
    expect(found.properties).toMatchObject({ ip: '10.0.0.2', host: '10.0.0.2' })
    expect(routes()).toHaveLength(4)
    // Ironic refuses, or ignores, an address together with a node.
    for (const { path } of simulator.requests) expect(path).not.toMatch(/address=/)
    expect(expectOk(await run(driver.storage.connector(target))).ips).toEqual([])
  })

  it('has a host name if there is no address', async () => {
    const { driver, run, target } = siteWithNode()
    const bare = expectOk(await run(driver.storage.connector(target)))
    expect(bare.properties).toEqual({
      host: 'metal-1',
      multipath: false,
      os_type: 'baremetal',
      platform: 'x86_64',
    })
    expect(expectOk(await run(driver.storage.connector(target, { host: 'web-1' }))).properties.host).toBe(
      'web-1',
    )
  })
})

describe('a volume target', () => {
  it('is attached once, listed without its password, and detached', async () => {
    const { driver, run, target, routes, simulator } = siteWithNode()
    expectOk(await run(driver.client.features()))
    simulator.forgetRequests()
    const first = expectOk(await run(driver.storage.attachTarget(target, VOLUME)))
    expect(first).toMatchObject({
      outcome: 'attached',
      target: { node_uuid: target.node, volume_id: 'vol-1', boot_index: 0, volume_type: 'iscsi' },
    })
    expect(routes()).toEqual(['GET /v1/nodes/{uuid}', 'POST /v1/volume/targets'])
    const again = expectOk(await run(driver.storage.attachTarget(target, VOLUME)))
    expect(again).toMatchObject({ outcome: 'was_there', target: { uuid: first.target.uuid } })
    const listed = expectOk(await run(driver.storage.targets(target)))
    expect(listed.map(({ uuid }) => uuid)).toEqual([first.target.uuid])
    expect(JSON.stringify(listed)).not.toContain(SECRET)
    for (const _ of [1, 2]) expectOk(await run(driver.storage.detachTarget(target, 'vol-1')))
    expect(expectOk(await run(driver.storage.targets(target)))).toEqual([])
  })

  it.each(['21.4', '39.0'] as const)('has no password in any output, on Ironic %s', async (release) => {
    const { simulator, driver, run } = simulatedSite({ release })
    const target = { node: simulator.node({}).available().uuid }
    const properties = { auth_password: SECRET, portals: [{ secret: SECRET, lun: 1 }], access_mode: 'rw' }
    const attached = expectOk(await run(driver.storage.attachTarget(target, { ...VOLUME, properties })))
    const again = expectOk(await run(driver.storage.attachTarget(target, { ...VOLUME, properties })))
    const [listed] = expectOk(await run(driver.storage.targets(target)))
    expect(JSON.stringify([attached, again, listed])).not.toContain(SECRET)
    expect(listed?.properties).toMatchObject({ auth_password: '******', access_mode: 'rw' })
  })

  it('is detached by its UUID or its volume, and no other with it', async () => {
    const { driver, run, target } = siteWithNode()
    const uuids: string[] = []
    for (const bootIndex of [0, 1, 2]) {
      const volume = { ...VOLUME, bootIndex, volumeId: `vol-${bootIndex}` }
      uuids.push(expectOk(await run(driver.storage.attachTarget(target, volume))).target.uuid)
    }
    expectOk(await run(driver.storage.detachTarget(target, uuids[1]?.toUpperCase() ?? '')))
    expectOk(await run(driver.storage.detachTarget(target, 'vol-2')))
    const left = expectOk(await run(driver.storage.targets(target)))
    expect(left.map(({ volume_id }) => volume_id)).toEqual(['vol-0'])
  })

  it('does not replace another volume', async () => {
    const { driver, run, target } = siteWithNode()
    const held = expectOk(await run(driver.storage.attachTarget(target, VOLUME))).target.uuid
    const error = expectErr(
      await run(driver.storage.attachTarget(target, { ...VOLUME, volumeId: 'vol-2' })),
      'volume_target_taken',
    )
    expect(error).toMatchObject({
      target: held,
      volumeId: 'vol-1',
      operation: 'storage.attachTarget',
      ...target,
    })
    expect(error.message).toContain('already has volume vol-1 at boot index 0')
  })

  it('stays on a running node', async () => {
    const { driver, run, target, node } = siteWithNode()
    expectOk(await run(driver.storage.attachTarget(target, VOLUME)))
    node.force({ power_state: 'power on' })
    expectErr(await run(driver.storage.detachTarget(target, 'vol-1')), 'state_refused')
  })

  it.each(['drop-before', 'drop-after', 'refuse', 'busy'] as const)(
    'exists once after a request that meets %s, or the result is reported as unknown',
    async (disruption) => {
      for (let after = 0; after < 3; after += 1) {
        const { driver, run, target, simulator } = siteWithNode()
        expectOk(await run(driver.client.features()))
        simulator.disruptions.next({}, disruption, { after })
        const attached = await run(driver.storage.attachTarget(target, VOLUME))
        if (attached.isErr()) {
          expect([disruption, after]).toEqual(['drop-before', 1])
          expectErr(attached, 'outcome_unknown')
          continue
        }
        expect(expectOk(await run(driver.storage.targets(target)))).toHaveLength(1)
      }
    },
  )
})

it('belongs only to the node with the instance', async () => {
  const { simulator, driver, run } = siteWithNode()
  const other = { node: 'metal-1', instance: randomUUID() }
  const verbs: (() => Promise<Result<unknown, IronicDriverError>>)[] = [
    async () => driver.storage.connector(other),
    async () => driver.storage.targets(other),
    async () => driver.storage.attachTarget(other, VOLUME),
    async () => driver.storage.detachTarget(other, 'vol-1'),
  ]
  for (const verb of verbs) expectErr(await run(verb()), 'instance_mismatch')
  expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true)
})

it.each([
  [{ ...VOLUME, volumeId: '' }, 'volume.volumeId'],
  [{ ...VOLUME, bootIndex: -1 }, 'volume.bootIndex'],
  [{ ...VOLUME, bootIndex: 0.5 }, 'volume.bootIndex'],
  [{ ...VOLUME, properties: null as never }, 'volume.properties'],
  [{ ...VOLUME, id: 'mine' }, 'volume.id'],
  [{ ...VOLUME, size: 1 } as never, 'volume.size'],
])('is refused before anything is sent: %j', async (volume, field) => {
  const { driver, run, target, simulator } = siteWithNode()
  const error = expectErr(await run(driver.storage.attachTarget(target, volume)), 'invalid_input')
  expect(error.field).toBe(field)
  expect(inspect(error) + JSON.stringify(error)).not.toContain(SECRET)
  expect(simulator.requests).toEqual([])
})

it('needs microversion 1.32', async () => {
  const { simulator, driver, run } = simulatedSite({ maxVersion: '1.31' })
  simulator.node({ name: 'metal-1' }).available()
  expectErr(await run(driver.storage.targets({ node: 'metal-1' })), 'unsupported_api_version')
})

it.each([
  ['volumeId', 37],
  ['volumeType', 65],
])('is refused with a %s of %i characters, which is too long for Ironic', async (field, length) => {
  const { driver, run, target, simulator } = siteWithNode()
  const volume = { ...VOLUME, [field]: 'v'.repeat(length) }
  const refused = await run(driver.storage.attachTarget(target, volume))
  expect(expectErr(refused, 'invalid_input').field).toBe(`volume.${field}`)
  expect(simulator.requests).toEqual([])
})

it('shows no secret that a server quotes', async () => {
  for (const status of [400, 409, 500]) {
    const { driver, run, target, simulator } = siteWithNode()
    const text = `Invalid target: {'properties': {'auth_password': '${SECRET}'}}`
    simulator.disruptions.next({ method: 'POST' }, { kind: 'status', status, fault: text }, { times: 9 })
    const result = await run(driver.storage.attachTarget(target, VOLUME))
    expect(result.isErr()).toBe(true)
    expect(inspect(result, { depth: 20 }) + JSON.stringify(result)).not.toContain(SECRET)
  }
})
