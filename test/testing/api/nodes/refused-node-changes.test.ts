import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'
import { op, ONE } from '../../support/patch-operation.js'

describe('the provision state', () => {
  const CLOSED = [
    'deploying',
    'wait call-back',
    'deploy hold',
    'cleaning',
    'clean wait',
    'clean hold',
    'deleting',
    'adopting',
    'rescuing',
    'rescue wait',
    'unrescuing',
    'servicing',
    'service wait',
  ] as const
  const OPEN = [
    'enroll',
    'verifying',
    'manageable',
    'available',
    'active',
    'error',
    'rescue',
    'inspect wait',
    'inspect failed',
    'clean failed',
    'deploy failed',
    'adopt failed',
    'rescue failed',
    'unrescue failed',
    'service hold',
    'service failed',
  ] as const

  it.each(CLOSED)('%s refuses at once', async (state) => {
    const { simulator, patch, clock } = rawIronic()
    simulator.node({ name: 'a' }).inState(state)
    const before = clock.now()
    expect(await patch('/v1/nodes/a', [op('add', '/extra', {})])).toMatchObject({
      status: 409,
      fault: 'Node a can not be updated while a state transition is in progress.',
    })
    expect(clock.now()).toBe(before)
  })

  it.each(OPEN)('%s accepts it', async (state) => {
    const { simulator, patch } = rawIronic()
    simulator.node({ name: 'a' }).inState(state)
    expect((await patch('/v1/nodes/a', [op('add', '/extra', {})])).status).toBe(200)
  })

  it('inspecting accepts it only from old clients', async () => {
    const { simulator, patch } = rawIronic()
    simulator.node({ name: 'a' }).inState('inspecting')
    const change = [op('add', '/extra', {})]
    expect((await patch('/v1/nodes/a', change)).fault).toContain('while it is in state "inspecting"')
    expect((await patch('/v1/nodes/a', change, { version: '1.38' })).status).toBe(200)
  })

  it('does not matter for removing the instance of a node in maintenance', async () => {
    const { simulator, patch } = rawIronic()
    const node = simulator.node({ name: 'a', maintenance: true }).inState('cleaning', { instance_uuid: ONE })
    expect((await patch('/v1/nodes/a', [op('remove', '/instance_uuid')])).status).toBe(200)
    expect(node.now.instance_uuid).toBeNull()
  })

  it.each([
    ['active', op('replace', '/resource_class', 'new'), 'can not have resource_class updated'],
    ['active', op('replace', '/bios_interface', 'no-bios'), 'can not have bios_interface updated'],
    [
      'available',
      op('replace', '/retired', true),
      "can not have 'retired' set in provision state 'available'",
    ],
    [
      'available',
      op('replace', '/protected', true),
      "can only be made protected in provision states 'active'",
    ],
  ] as const)('in %s, %j is a conflict', async (state, change, text) => {
    const { simulator, patch } = rawIronic()
    simulator.node({ name: 'a', resource_class: 'old' }).inState(state)
    const reply = await patch('/v1/nodes/a', [change])
    expect(reply.status).toBe(409)
    expect(reply.fault).toContain(text)
  })
})

describe('a locked node', () => {
  it('makes the request wait for the lock, and succeed when it comes free in time', async () => {
    const { simulator, patch, clock } = rawIronic()
    simulator.node({ name: 'a' }).available().lock(1_500)
    const before = clock.now()
    expect((await patch('/v1/nodes/a', [op('add', '/extra', {})])).status).toBe(200)
    expect(clock.now() - before).toBe(2_000)
  })

  it('refuses after two seconds, and names the holder of the lock', async () => {
    const { simulator, patch, clock } = rawIronic()
    const node = simulator.node({ name: 'a' }).available().lock(60_000, { host: 'conductor-7' })
    const before = clock.now()
    expect(await patch('/v1/nodes/a', [op('add', '/extra', {})])).toMatchObject({
      status: 409,
      fault: `Node ${node.uuid} is locked by host conductor-7, please retry after the current operation is completed.`,
    })
    expect(clock.now() - before).toBe(2_000)
  })

  it('can be read', async () => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a', network_interface: 'neutron' }).withPort().available().lock(60_000)
    for (const path of ['', '/states', '/validate', '/vifs', '/traits', '/history'])
      expect((await call('GET', `/v1/nodes/a${path}`)).status).toBe(200)
  })
})

describe('DELETE', () => {
  it.each([
    ['enroll', 204],
    ['manageable', 204],
    ['available', 204],
    ['adopt failed', 204],
    ['active', 409],
    ['wait call-back', 409],
    ['clean failed', 409],
  ] as const)('in %s: %i', async (state, status) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).withPort().inState(state)
    const reply = await call('DELETE', '/v1/nodes/a')
    expect(reply.status).toBe(status)
    if (status === 409) expect(reply.fault).toContain(`while it is in provision state "${state}"`)
    else expect((await call('GET', '/v1/ports')).json).toEqual({ ports: [] })
  })

  it('deletes any node in maintenance, and no protected one', async () => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a', maintenance: true }).active()
    expect((await call('DELETE', '/v1/nodes/a')).status).toBe(204)
    simulator.node({ name: 'b', maintenance: true, protected: true }).active()
    expect(await call('DELETE', '/v1/nodes/b')).toMatchObject({ status: 403 })
  })
})
