import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

describe('VIFs', () => {
  it('are accepted by noop, and forgotten', async () => {
    const { simulator, call } = rawIronic()
    const node = simulator.node({ name: 'a' }).withPort().available()
    expect((await call('POST', '/v1/nodes/a/vifs', { id: 'vif-1' })).status).toBe(204)
    expect((await call('GET', '/v1/nodes/a/vifs')).json).toEqual({ vifs: [] })
    expect((await call('DELETE', '/v1/nodes/a/vifs/vif-1')).status).toBe(204)
    expect(node.ports[0]?.internal_info).toEqual({})
  })

  it('are attached to free ports, those that boot first, and removed by a tear-down', async () => {
    const { simulator, call, provision, clock } = rawIronic({ networkInterface: 'neutron' })
    const node = simulator.node({ name: 'a' }).withPort({ pxe_enabled: false }).withPort().active()
    const attach = (id: string, more: object = {}) => call('POST', '/v1/nodes/a/vifs', { id, ...more })
    expect((await attach('vif-1')).status).toBe(204)
    expect(node.ports.map(({ internal_info: info }) => info)).toEqual([{}, { tenant_vif_port_id: 'vif-1' }])
    const [, taken] = node.ports
    expect(await attach('vif-1')).toMatchObject({
      status: 409,
      fault: `Unable to attach VIF because VIF vif-1 is already attached to Ironic Port ${String(taken?.uuid)}`,
    })
    expect((await attach('vif-2')).status).toBe(204)
    expect(await attach('vif-3')).toMatchObject({
      status: 400,
      fault: 'Unable to attach VIF vif-3, not enough free physical ports.',
    })
    expect(node.now.last_error).toContain('Failed to attach VIF vif-3')
    expect((await call('GET', '/v1/nodes/a/vifs')).json).toEqual({ vifs: [{ id: 'vif-2' }, { id: 'vif-1' }] })
    expect((await call('DELETE', '/v1/nodes/a/vifs/vif-2')).status).toBe(204)
    expect(await call('DELETE', '/v1/nodes/a/vifs/vif-2')).toMatchObject({
      status: 400,
      fault: `Unable to detach VIF vif-2 from node ${node.uuid} because it is not attached to it.`,
    })
    await provision('a', 'deleted')
    await clock.advance(60_000)
    expect(simulator.leftovers()).toEqual([])
  })

  it('are attached where the request says', async () => {
    const { simulator, call } = rawIronic({ networkInterface: 'flat' })
    const node = simulator.node({ name: 'a' }).withPorts(2).available()
    const [first] = node.ports
    const pinned = { id: 'vif-1', port_uuid: first?.uuid }
    expect((await call('POST', '/v1/nodes/a/vifs', pinned)).status).toBe(204)
    expect(node.ports[0]?.internal_info).toEqual({ tenant_vif_port_id: 'vif-1' })
    const again = { id: 'vif-2', port_uuid: first?.uuid }
    expect((await call('POST', '/v1/nodes/a/vifs', again)).fault).toContain('not enough free physical ports')
    const both = { id: 'vif-2', port_uuid: first?.uuid, portgroup_uuid: first?.uuid }
    expect((await call('POST', '/v1/nodes/a/vifs', both)).fault).toBe(
      'Cannot specify both port_uuid and portgroup_uuid',
    )
  })

  it('prefer a port group to its ports', async () => {
    const { simulator, call } = rawIronic({ networkInterface: 'neutron' })
    const node = simulator.node({ name: 'a' }).withPortgroup().withPorts(2).available()
    await call('POST', '/v1/nodes/a/vifs', { id: 'vif-1' })
    expect(node.portgroups[0]?.internal_info).toEqual({ tenant_vif_port_id: 'vif-1' })
    expect((await call('GET', '/v1/nodes/a/vifs')).json).toEqual({ vifs: [{ id: 'vif-1' }] })
  })

  it.each([
    [{}, "'id' is a required property"],
    [{ id: 5 }, "5 is not of type 'string'"],
    [{ id: 'a b' }, 'Expected UUID or name for id: a b'],
    [[], "[] is not of type 'object'"],
  ])('cannot be %j', async (body, text) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).available()
    const reply = await call('POST', '/v1/nodes/a/vifs', body)
    expect(reply.status).toBe(400)
    expect(reply.fault).toContain(text)
  })

  it('came with 1.28, and need the lock', async () => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).available().lock(60_000)
    expect((await call('GET', '/v1/nodes/a/vifs', undefined, { version: '1.27' })).status).toBe(404)
    expect((await call('POST', '/v1/nodes/a/vifs', { id: 'v' })).status).toBe(409)
  })
})

describe('traits', () => {
  it('are set, added and removed', async () => {
    const { simulator, call } = rawIronic()
    const node = simulator.node({ name: 'a' }).available()
    const traits = (path: string) => `/v1/nodes/a/traits${path}`
    expect((await call('PUT', traits(''), { traits: ['HW_CPU_X86_VMX', 'CUSTOM_A'] })).status).toBe(204)
    expect((await call('GET', traits(''))).json).toEqual({ traits: ['CUSTOM_A', 'HW_CPU_X86_VMX'] })
    const added = await call('PUT', traits('/CUSTOM_B'))
    expect(added).toMatchObject({ status: 204, text: '' })
    expect(added.headers['location']).toBe('http://ironic.test:6385/v1/nodes/a/traits/CUSTOM_B')
    expect((await call('DELETE', traits('/CUSTOM_A'))).status).toBe(204)
    expect((await call('DELETE', traits('/CUSTOM_A'))).fault).toBe(
      `Node ${node.uuid} doesn't have a trait 'CUSTOM_A'`,
    )
    expect((await call('DELETE', traits(''))).status).toBe(204)
    expect(node.now.traits).toEqual([])
  })

  it.each([
    ['PUT', '/lower', undefined, 400, "does not match '^CUSTOM_[A-Z0-9_]+$'"],
    ['PUT', '/CUSTOM_A', { a: 1 }, 400, 'Additional properties are not allowed'],
    ['PUT', '', {}, 400, 'A single node trait may be added via PUT'],
    ['PUT', '', { traits: 'CUSTOM_A' }, 400, "'CUSTOM_A' is not of type 'array'"],
    [
      'PUT',
      '',
      { traits: Array.from({ length: 51 }, (_, i) => `CUSTOM_${i}`) },
      400,
      'exceed the maximum number of traits per node (51 vs. 50)',
    ],
  ] as const)('%s %s %j is refused', async (method, path, body, status, text) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).available()
    const reply = await call(method, `/v1/nodes/a/traits${path}`, body)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })
})

describe('history', () => {
  it('shows what happened, in short or in detail', async () => {
    const { simulator, call, provision, clock } = rawIronic()
    simulator
      .node({ name: 'a' })
      .available()
      .failNext('deploy', { lastError: 'x'.repeat(300) })
    await provision('a', 'active')
    await clock.advance(5_000)
    const long = await call('GET', '/v1/nodes/a/history?detail=true')
    const { history } = long.json as { history: { uuid: string; event: string }[] }
    expect(history.map(({ event }) => event.slice(0, 24))).toEqual([
      'Starting deployment with',
      'Deployment aborted at st',
      'Deploy step deploy.deplo',
    ])
    expect(history[2]).toMatchObject({
      severity: 'ERROR',
      event_type: 'deploying',
      conductor: 'simulator',
      state: 'deploying',
      target_provision_state: 'active',
    })
    const short = await call('GET', '/v1/nodes/a/history')
    const last = (short.json as { history: Record<string, unknown>[] }).history[2]
    expect(Object.keys(last ?? {}).sort()).toEqual(['created_at', 'event', 'links', 'severity', 'uuid'])
    expect(last?.['event']).toHaveLength(254)
    const one = await call('GET', `/v1/nodes/a/history/${String(history[2]?.uuid)}`, undefined, {
      version: '1.112',
    })
    expect(one.json).not.toHaveProperty('state')
    expect(one.json).not.toHaveProperty('project')
    expect(one.json).toHaveProperty('event_type')
  })

  it('has a next link that cannot be followed', async () => {
    const { simulator, call, provision, clock } = rawIronic()
    simulator.node({ name: 'a' }).available()
    await provision('a', 'active')
    await clock.advance(5_000)
    const { json } = await call('GET', '/v1/nodes/a/history?limit=1')
    const { next } = json as { next: string }
    expect(next).toContain('marker=None')
    expect((await call('GET', next.replace('http://ironic.test:6385', ''))).status).toBe(400)
  })

  it('came with 1.78', async () => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).available()
    expect((await call('GET', '/v1/nodes/a/history', undefined, { version: '1.77' })).status).toBe(404)
  })
})
