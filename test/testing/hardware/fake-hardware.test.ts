import { describe, expect, it } from 'vitest'
import { rawIronic } from '../support/raw-ironic.js'
import { watch } from '../support/watched-node.js'

const IMAGE = { image_source: 'http://images/x.img', display_name: 'web-1' }
const INSTANCE = '11111111-1111-4111-8111-111111111111'
const STEP = { interface: 'vendor', step: 'log_passthrough' }

describe('fake-hardware', () => {
  it('goes through the whole life cycle', async () => {
    const ironic = rawIronic()
    const { call, provision, power, simulator, patch } = ironic
    const made = await call('POST', '/v1/nodes', {
      driver: 'fake-hardware',
      name: 'a',
      resource_class: 'baremetal',
    })
    expect(made).toMatchObject({
      status: 201,
      json: {
        provision_state: 'enroll',
        power_state: null,
        deploy_interface: 'fake',
        network_interface: 'noop',
      },
    })
    const { uuid } = made.json as { uuid: string }
    expect(made.headers['location']).toBe(`http://ironic.test:6385/v1/nodes/${uuid}`)

    await provision('a', 'manage')
    expect(await watch(ironic, 'a')).toEqual(['verifying', 'manageable'])
    await provision('a', 'provide')
    expect(await watch(ironic, 'a')).toEqual(['cleaning', 'available'])
    const node = simulator.find('a')
    expect(node?.now.power_state).toBeNull()
    await power('a', 'power off')
    await watch(ironic, 'a')
    expect(node?.now.power_state).toBe('power off')

    await patch('/v1/nodes/a', [
      { op: 'add', path: '/instance_uuid', value: INSTANCE },
      { op: 'add', path: '/instance_info', value: IMAGE },
    ])
    await provision('a', 'active', { configdrive: { meta_data: {} } })
    expect(await watch(ironic, 'a')).toEqual(['deploying', 'active'])
    expect(node?.now).toMatchObject({
      target_provision_state: null,
      power_state: 'power off',
      deploy_step: {},
      instance_name: 'web-1',
      instance_info: { image_type: 'whole-disk', configdrive: { meta_data: {} } },
    })

    await provision('a', 'rebuild')
    expect(await watch(ironic, 'a')).toEqual(['deploying', 'active'])
    expect(node?.now.instance_info).toHaveProperty('configdrive')
    await provision('a', 'rescue', { rescue_password: 'x' })
    expect(await watch(ironic, 'a')).toEqual(['rescuing', 'rescue'])
    await provision('a', 'unrescue')
    expect(await watch(ironic, 'a')).toEqual(['unrescuing', 'active'])
    await provision('a', 'service', { service_steps: [STEP] })
    expect(await watch(ironic, 'a')).toEqual(['servicing', 'active'])

    await provision('a', 'deleted')
    expect(await watch(ironic, 'a')).toEqual(['deleting', 'cleaning', 'available'])
    expect(node?.now).toMatchObject({ instance_uuid: null, instance_info: {}, instance_name: null })
    await provision('a', 'manage')
    expect(node?.now).toMatchObject({ provision_state: 'manageable', reservation: null })
    await provision('a', 'inspect')
    expect(await watch(ironic, 'a')).toEqual(['inspecting', 'manageable'])
    expect(node?.now.inspection_finished_at).not.toBeNull()
    expect((await call('GET', '/v1/nodes/a/inventory')).fault).toMatch(
      /^Node inventory record for node \d+ could/,
    )
    await provision('a', 'adopt')
    expect(await watch(ironic, 'a')).toEqual(['adopting', 'active'])
  })

  it('enrols a node as available for the oldest clients', async () => {
    const { call } = rawIronic()
    const made = await call('POST', '/v1/nodes', { driver: 'fake-hardware' }, { version: '1.10' })
    expect(made.json).toMatchObject({ provision_state: 'available' })
  })

  it('shows the step and the lock during an operation, and updates provision_updated_at', async () => {
    const { provision, simulator, clock } = rawIronic({ timings: { prepare: 100, deployStep: 1_000 } })
    const node = simulator.node({ name: 'a' }).available()
    const before = node.now.provision_updated_at
    await clock.advance(5_000)
    await provision('a', 'active')
    await clock.advance(500)
    expect(node.now).toMatchObject({
      provision_state: 'deploying',
      target_provision_state: 'active',
      reservation: 'simulator',
      deploy_step: { interface: 'deploy', step: 'deploy' },
    })
    await clock.advance(600)
    expect(node.now).toMatchObject({ provision_state: 'active', reservation: null })
    expect(node.now.provision_updated_at).not.toBe(before)
    expect(node.now.provision_updated_at).toBe('2026-01-01T00:00:06.100000+00:00')
  })

  it.each([
    ['automated_clean of the node', { automated_clean: false }, {}],
    ['the option', {}, { automatedClean: false }],
  ])('does not clean when %s says so', async (_title, fields, options) => {
    const ironic = rawIronic(options)
    const node = ironic.simulator.node({ name: 'a', ...fields }).manageable()
    await ironic.provision('a', 'provide')
    await ironic.clock.advance(60)
    expect(node.now).toMatchObject({ provision_state: 'available', clean_step: {} })
  })

  it('ends the tear-down of a retired node in manageable', async () => {
    const ironic = rawIronic()
    ironic.simulator.node({ name: 'a' }).active({ retired: true })
    await ironic.provision('a', 'deleted')
    expect((await watch(ironic, 'a')).at(-1)).toBe('manageable')
  })

  it.each([
    [[{ interface: 'vendor', step: 'nope' }], 'node does not support this clean step'],
    [[{ interface: 'bios', step: 'apply_configuration' }], 'is missing these required arguments: settings'],
    [[{ interface: 'bios', step: 'factory_reset', args: { x: 1 } }], 'has these unexpected arguments: x'],
  ])('fails a manual cleaning that cannot start, without maintenance: %j', async (steps, text) => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ name: 'a' }).manageable()
    expect((await ironic.provision('a', 'clean', { clean_steps: steps })).status).toBe(202)
    expect((await watch(ironic, 'a')).at(-1)).toBe('clean failed')
    expect(node.now).toMatchObject({ target_provision_state: 'manageable', maintenance: false, fault: null })
    expect(node.now.last_error).toContain(text)
  })

  it('ignores the steps that Ironic itself would run', async () => {
    const ironic = rawIronic()
    ironic.simulator.node({ name: 'a' }).manageable()
    await ironic.provision('a', 'clean', { clean_steps: [{ interface: 'deploy', step: 'hold' }, STEP] })
    expect((await watch(ironic, 'a')).at(-1)).toBe('manageable')
  })

  it('fails a service at an unknown step when its turn comes', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ name: 'a' }).active()
    await ironic.provision('a', 'service', { service_steps: [{ interface: 'vendor', step: 'nope' }] })
    expect(await watch(ironic, 'a')).toEqual(['servicing', 'service failed'])
    expect(node.now).toMatchObject({ maintenance: true, fault: 'service failure' })
    expect(node.now.last_error).toContain("'FakeVendorB' object has no attribute 'nope'")
  })

  it('waits in service when a step asks for it, and can be aborted there', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ name: 'a' }).active()
    const steps = [{ interface: 'vendor', step: 'trigger_servicewait' }]
    await ironic.provision('a', 'service', { service_steps: steps })
    expect(await watch(ironic, 'a')).toEqual(['servicing', 'service wait'])
    node.force({ service_step: {} })
    await ironic.provision('a', 'abort')
    expect((await watch(ironic, 'a')).at(-1)).toBe('active')
    expect(node.now.last_error).toBe('By request, the service operation was aborted')
  })

  it('refuses a rebuild without an image, as Ironic 39.0 does', async () => {
    const { simulator, provision } = rawIronic()
    simulator.node({ name: 'a' }).active()
    expect(await provision('a', 'rebuild')).toMatchObject({
      status: 500,
      fault: 'Unexpected error raised by RPC',
    })
  })

  it('refuses a deployment with traits that the node lacks, but records the image type', async () => {
    const { simulator, provision } = rawIronic()
    const info = { ...IMAGE, traits: ['CUSTOM_GPU'] }
    const node = simulator.node({ name: 'a', instance_info: info }).available()
    const reply = await provision('a', 'active')
    expect(reply.status).toBe(400)
    expect(reply.fault).toContain(`Node ${node.uuid} is missing traits CUSTOM_GPU`)
    expect(node.now).toMatchObject({
      provision_state: 'available',
      instance_info: { image_type: 'whole-disk' },
    })
  })

  it('leases the node to the project of the instance, and ends the lease with it', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ name: 'a', instance_info: { project_id: 'ann' } }).available()
    await ironic.provision('a', 'active')
    await watch(ironic, 'a')
    expect(node.now.lessee).toBe('ann')
    await ironic.provision('a', 'deleted')
    await watch(ironic, 'a')
    expect(node.now.lessee).toBeNull()
  })
})
