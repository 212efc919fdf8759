import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const UPPER = 'B3A06D3C-6A2E-4D0E-9D65-0C0FD8E7F8A1'
const lower = UPPER.toLowerCase()
const NODE = { driver: 'fake-hardware' }
const STEP = { interface: 'bios', step: 'factory_reset', args: {}, priority: 1 }

describe('texts', () => {
  it('are kept as given and found in any case', async () => {
    const { call, patch } = rawIronic()
    await call('POST', '/v1/nodes', { ...NODE, uuid: UPPER, name: 'Web', instance_uuid: UPPER })
    for (const path of [`/v1/nodes/${lower}`, '/v1/nodes/wEB', `/v1/nodes/${UPPER}`])
      expect((await call('GET', path)).json).toMatchObject({ uuid: UPPER, name: 'Web', instance_uuid: UPPER })
    expect((await call('GET', `/v1/nodes?instance_uuid=${lower}`)).json).toMatchObject({
      nodes: [{ uuid: UPPER }],
    })
    expect(await call('POST', '/v1/nodes', { ...NODE, uuid: lower })).toMatchObject({
      fault: `A node with UUID ${lower} already exists.`,
    })
    expect(await call('POST', '/v1/nodes', { ...NODE, name: 'WEB' })).toMatchObject({ status: 409 })
    expect(await patch('/v1/nodes/web', [{ op: 'replace', path: '/name', value: 'web' }])).toMatchObject({
      status: 200,
    })
    expect(await call('GET', `/v1/nodes/${lower.replaceAll('-', '')}`)).toMatchObject({ status: 404 })
  })
})

describe('a name that ends in .json', () => {
  const webs = async (release: '21.4' | '39.0', names: readonly string[]) => {
    const ironic = rawIronic({ release })
    for (const name of names) await ironic.call('POST', '/v1/nodes', { ...NODE, name })
    return ironic
  }
  const cut: readonly (readonly ['21.4' | '39.0', string])[] = [
    ['21.4', '1.82'],
    ['39.0', '1.90'],
  ]

  it.each(cut)('%s at %s is taken for the name without it, when there is one', async (release, version) => {
    const { call, simulator } = await webs(release, ['web', 'web.json'])
    expect((await call('GET', '/v1/nodes/web.json', undefined, { version })).json).toMatchObject({
      name: 'web',
    })
    expect(await call('DELETE', '/v1/nodes/web.json', undefined, { version })).toMatchObject({ status: 204 })
    expect(simulator.nodes.map(({ now }) => now.name)).toEqual(['web.json'])
  })

  it.each(cut)('%s at %s is found itself when there is no other', async (release, version) => {
    const { call, patch } = await webs(release, ['web.json'])
    const path = '/v1/nodes/web.json'
    const change = [{ op: 'add', path: '/extra/a', value: 1 }]
    expect(await call('GET', path, undefined, { version })).toMatchObject({ status: 200 })
    expect(await patch(path, change, { version })).toMatchObject({ json: { name: 'web.json' } })
    expect(await call('GET', `${path}/states.json`, undefined, { version })).toMatchObject({ status: 200 })
    expect(await call('GET', '/v1/nodes/db.json', undefined, { version })).toMatchObject({
      fault: 'Node db.json could not be found.',
    })
    expect(await call('DELETE', path, undefined, { version })).toMatchObject({ status: 204 })
  })

  it('is found itself since 1.91', async () => {
    const { call } = await webs('39.0', ['web', 'web.json'])
    expect((await call('GET', '/v1/nodes/web.json')).json).toMatchObject({ name: 'web.json' })
    expect(await call('GET', '/v1/nodes/web/states.json')).toMatchObject({ status: 400 })
  })
})

describe('a conductor group', () => {
  it('without a conductor takes no node', async () => {
    const { call, patch, simulator } = rawIronic()
    simulator.node({ name: 'a', conductor_group: 'rack1' }).manageable()
    const fault = /^No valid host was found.* for conductor group "Rack2"/
    const made = await call('POST', '/v1/nodes', { ...NODE, conductor_group: 'Rack2' })
    expect(made).toMatchObject({ status: 400, fault: expect.stringMatching(fault) as unknown })
    const moved = await patch('/v1/nodes/a', [{ op: 'add', path: '/conductor_group', value: 'Rack2' }])
    expect(moved).toMatchObject({ status: 400, fault: expect.stringMatching(/group "rack2"/) as unknown })
    expect(await call('POST', '/v1/nodes', { ...NODE, conductor_group: 'Rack1' })).toMatchObject({
      status: 201,
    })
  })
})

describe('a standard trait', () => {
  const named: readonly (readonly ['21.4' | '39.0', string, boolean])[] = [
    ['21.4', 'HW_CPU_X86_VMX', true],
    ['21.4', 'HW_CPU_X86_VMXX', false],
    ['21.4', 'COMPUTE_ADDRESS_SPACE_PASSTHROUGH', false],
    ['39.0', 'COMPUTE_ADDRESS_SPACE_PASSTHROUGH', true],
    ['39.0', 'HW_CPU_X86_VMXX', false],
    ['39.0', 'CUSTOM_ANYTHING', true],
  ]

  it.each(named)('is known to Ironic %s: %s, %j', async (release, name, known) => {
    const { simulator, call } = rawIronic({ release })
    simulator.node({ name: 'a' }).manageable()
    const { status } = await call('PUT', `/v1/nodes/a/traits/${name}`)
    const template = await call('POST', '/v1/deploy_templates', { name, steps: [STEP] })
    const allocation = await call('POST', '/v1/allocations', { resource_class: 'x', traits: [name] })
    expect([status, template.status, allocation.status]).toEqual(known ? [204, 201, 201] : [400, 400, 400])
  })
})

describe('a resource of a node', () => {
  it.each(['ports', 'portgroups'])('cannot be moved to another node: %s', async (kind) => {
    for (const release of ['21.4', '39.0'] as const) {
      const { simulator, call, patch } = rawIronic({ release })
      const [a, b] = [simulator.node({ name: 'a' }).manageable(), simulator.node({ name: 'b' }).manageable()]
      const body = { node_uuid: a.uuid, address: '02:00:00:00:00:01' }
      const { uuid } = (await call('POST', `/v1/${kind}`, body)).json as { uuid: string }
      const moved = await patch(`/v1/${kind}/${uuid}`, [{ op: 'replace', path: '/node_uuid', value: b.uuid }])
      expect(moved).toMatchObject({ status: 500, fault: 'Unexpected error raised by RPC' })
      expect((await call('GET', `/v1/${kind}/${uuid}`)).json).toMatchObject({ node_uuid: a.uuid })
    }
  })
})

describe('a child node', () => {
  it('is listed only with include_children, and never allocated', async () => {
    const { simulator, call, clock } = rawIronic()
    const parent = simulator.node({ name: 'parent' }).manageable()
    const child = simulator.node({ name: 'child', parent_node: parent.uuid, resource_class: 'x' }).available()
    await call('PATCH', '/v1/nodes/child', [{ op: 'add', path: '/instance_uuid', value: lower }])
    const listed = async (query: string) =>
      ((await call('GET', `/v1/nodes?${query}`)).json as { nodes: unknown[] }).nodes.length
    expect(await listed(`instance_uuid=${lower}`)).toBe(0)
    expect(await listed(`instance_uuid=${lower}&include_children=true`)).toBe(1)
    await call('PATCH', '/v1/nodes/child', [{ op: 'remove', path: '/instance_uuid' }])
    const { uuid } = (await call('POST', '/v1/allocations', { resource_class: 'x' })).json as { uuid: string }
    await clock.advance(5_000)
    expect((await call('GET', `/v1/allocations/${uuid}`)).json).toMatchObject({
      state: 'error',
      last_error: expect.stringContaining('no available nodes match the resource class x') as unknown,
    })
    expect(child.now.instance_uuid).toBeNull()
  })
})

it('the name of an instance is stored only by servers that have the field', async () => {
  for (const [release, name] of [
    ['21.4', null],
    ['39.0', 'web'],
  ] as const) {
    const { simulator, patch } = rawIronic({ release })
    const node = simulator.node({ name: 'a' }).manageable()
    await patch('/v1/nodes/a', [{ op: 'add', path: '/instance_info/display_name', value: 'web' }])
    expect(node.now.instance_name).toBe(name)
  }
})
