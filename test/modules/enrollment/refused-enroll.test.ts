import { inspect } from 'node:util'
import type { NodeToEnroll } from 'ironic-driver'
import type { Disruption } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr } from '../../support/expect-result.js'
import { site, SECRET, MAC_1, MACHINE } from './support/enrollment-site.js'

describe('a driver that no conductor has', () => {
  const only = { name: 'metal-1', driver: 'pigeon-post' }

  it('is reported at once, with the drivers that exist', async () => {
    const { enroll, clock } = site({ conductorGroup: 'rack-1' })
    const before = clock.now()
    const error = expectErr(await enroll(only), 'invalid_input')
    expect(error.message).toMatch(
      /^`driver`: no conductor of this Ironic has the driver "pigeon-post"; pass one of .*fake-hardware/,
    )
    const group = await enroll({ ...only, driver: 'fake-hardware', conductor_group: 'Attic' })
    expect(expectErr(group, 'invalid_input').message).toContain(
      'is in the group "attic"; pass one of "rack-1"',
    )
    expect(clock.now() - before).toBeLessThan(10_000)
  })

  it.each([
    ['cannot be seen', { kind: 'status', status: 403, fault: 'No.' }],
    ['are not alive', { kind: 'status', status: 200, body: '{"conductors": []}' }],
  ] as const)('is waited for while the conductors %s', async (_, disruption) => {
    const { enroll, simulator, clock } = site()
    simulator.disruptions.next({ path: /conductors/ }, disruption, { times: Infinity })
    const before = clock.now()
    expectErr(await enroll(only), 'no_conductor')
    expect(clock.now() - before).toBeGreaterThan(60_000)
  })
})

describe('an enrollment request', () => {
  const only = { name: 'metal-1', driver: 'fake-hardware' }

  it.each<[object, string]>([
    [{ name: 'metal-1' }, 'node.driver'],
    [{ ...only, driver: '' }, 'node.driver'],
    [{ driver: 'fake-hardware' }, 'node'],
    [{ ...only, name: 'metal 1' }, 'node.name'],
    [{ ...only, name: 'states' }, 'node.name'],
    [{ ...only, name: '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10' }, 'node.name'],
    [{ ...only, uuid: 'mine' }, 'node.uuid'],
    [{ ...only, resource_class: 'x'.repeat(81) }, 'node.resource_class'],
    [{ ...only, propertis: {} }, 'node.propertis'],
    [{ ...only, driver_info: [SECRET] }, 'node.driver_info'],
    [{ ...only, driver_info: { password: () => SECRET } }, 'node.driver_info.password'],
    [{ ...only, traits: ['gpu'] }, 'node.traits.0'],
    [{ ...only, traits: Array.from({ length: 51 }, (_, index) => `CUSTOM_${index}`) }, 'node.traits'],
    [{ ...only, retired: 'yes' }, 'node.retired'],
    [{ ...only, ports: [{ address: '52-54-00-00-00-01' }] }, 'node.ports.0.address'],
    [{ ...only, ports: [{ address: MAC_1 }, { address: MAC_1.toUpperCase() }] }, 'node.ports.1.address'],
    [{ ...only, ports: [{ address: MAC_1, pxe: true }] }, 'node.ports.0.pxe'],
    [
      { ...only, ports: [{ address: MAC_1, node_uuid: '0e2f1d35-7f3c-4a0c-8b6e-4f4a1c2d3e01' }] },
      'node.ports.0.node_uuid',
    ],
    [{ ...only, portgroups: [{ ports: [] }] }, 'node.portgroups.0'],
    [{ ...only, portgroups: [{ name: 'a', ports: [{}] }] }, 'node.portgroups.0.ports.0.address'],
  ])('is refused before anything is sent: %j', async (node, field) => {
    const { enroll, simulator } = site()
    const error = expectErr(await enroll(node as NodeToEnroll), 'invalid_input')
    expect(error.field).toBe(field)
    expect(inspect(error) + JSON.stringify(error)).not.toContain(SECRET)
    expect(simulator.requests).toEqual([])
  })

  it.each<[object, string]>([
    [{ traits: ['CUSTOM_A'] }, '1.36'],
    [{ owner: 'me' }, '1.49'],
    [{ portgroups: [{ name: 'bond-1' }] }, '1.22'],
    [{ ports: [{ address: MAC_1, physical_network: 'rack-1' }] }, '1.33'],
    [{ ports: [{ address: MAC_1, name: 'eth0' }] }, '1.82'],
    [{ portgroups: [{ name: 'bond-1', category: 'fast' }] }, '1.82'],
  ])('is known to need a newer Ironic before anything is created: %j', async (more, maxVersion) => {
    const { enroll, simulator, writes } = site({ maxVersion: maxVersion })
    expectErr(await enroll({ ...only, ...more }), 'unsupported_api_version')
    expect(writes()).toBe(0)
    expect(simulator.nodes).toEqual([])
  })
})

describe('an Ironic that fails every creation', () => {
  it.each<[string, Disruption, string]>([
    ['node', 'drop-before', '/v1/nodes'],
    ['node', { kind: 'status', status: 503 }, '/v1/nodes'],
    ['node', { kind: 'status', status: 500 }, '/v1/nodes'],
    ['port', 'drop-before', '/v1/ports'],
    ['port group', 'drop-before', '/v1/portgroups'],
  ])('receives ever fewer attempts to create a %s: %j', async (_what, disruption, path) => {
    const { driver, run, simulator } = site()
    simulator.disruptions.next({ method: 'POST', path }, disruption, { times: Infinity })
    const enrolling = driver.lifecycle.enroll(MACHINE, { deadlineMs: 5 * 60_000 })
    expect((await run(enrolling)).isErr()).toBe(true)
    expect(simulator.tally()[`POST ${path}`]).toBeLessThan(30)
    expect(simulator.requests.length).toBeLessThan(90)
  })
})
