import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

describe('limits of concurrent operations', () => {
  it.each([
    ['21.4', 500],
    ['39.0', 503],
  ] as const)('have a status of their own in %s: %i', async (release, status) => {
    const { simulator, provision } = rawIronic({
      release,
      limits: { concurrentDeploy: 1, concurrentClean: 1 },
    })
    for (const name of ['a', 'b']) simulator.node({ name }).available()
    for (const name of ['c', 'd']) simulator.node({ name }).active()
    await provision('a', 'active')
    await provision('c', 'deleted')
    for (const [node, verb, action] of [
      ['b', 'active', 'provisioning'],
      ['d', 'deleted', 'unprovisioning'],
    ] as const)
      expect(await provision(node, verb)).toMatchObject({
        status,
        fault:
          `Unable to process request at this time. The concurrent action limit for ${action} has been reached. ` +
          'Please contact your administrator and try again later.',
      })
    expect(simulator.find('b')?.now).toMatchObject({ provision_state: 'available', reservation: null })
  })

  it('refuse everything that needs a worker while none is free', async () => {
    const { simulator, call, power, provision } = rawIronic({ limits: { workers: 1 } })
    simulator.node({ name: 'busy' }).available()
    simulator.node({ name: 'm1' }).active()
    await provision('busy', 'active')
    const requests = [
      await power('m1', 'power off'),
      await provision('m1', 'deleted'),
      await call('PUT', '/v1/nodes/m1/states/boot_mode', { target: 'uefi' }),
      await call('POST', '/v1/nodes/m1/vmedia', { device_type: 'cdrom', image_url: 'http://h/i.iso' }),
    ]
    for (const reply of requests)
      expect(reply).toMatchObject({
        status: 503,
        fault: 'Requested action cannot be performed due to lack of free conductor workers.',
      })
    expect(simulator.find('m1')?.now).toMatchObject({
      provision_state: 'active',
      target_power_state: null,
      reservation: null,
    })
  })
})

describe('vendor passthru', () => {
  const METHODS = '/v1/nodes/m1/vendor_passthru'

  it.each([
    ['third_method_sync', { bar: 'meow' }, 200, true],
    ['third_method_sync', { bar: 'x' }, 200, false],
    ['second_method', { bar: 'kazoo' }, 202, undefined],
    ['log_passthrough', {}, 202, undefined],
  ])('calls %s with %j', async (name, body, status, answer) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'm1' }).active()
    expect(await call('POST', `${METHODS}/${name}`, body)).toMatchObject({ status, json: answer })
  })

  it.each([
    ['POST', '/second_method', {}, 400, "Parameter 'bar' not passed to method 'second_method'."],
    ['POST', '/nope', {}, 400, 'No handler for method nope'],
    ['GET', '/second_method', undefined, 400, 'The method second_method does not support HTTP GET'],
    ['POST', '/methods', {}, 400, 'No handler for method methods'],
    ['GET', '', undefined, 400, 'Missing mandatory parameter: method'],
    [
      'GET',
      '/second_method/x',
      undefined,
      500,
      "NodeVendorPassthruController._default() got multiple values for argument 'data'",
    ],
  ] as const)('refuses %s %s', async (method, path, body, status, fault) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'm1' }).active()
    expect(await call(method, `${METHODS}${path}`, body)).toMatchObject({ status, fault })
  })

  it('has no methods of a driver itself', async () => {
    const { call } = rawIronic()
    const path = '/v1/drivers/fake-hardware/vendor_passthru'
    expect((await call('GET', `${path}/methods`)).json).toEqual({})
    expect((await call('PATCH', `${path}/x`, {})).fault).toBe('No handler for method x')
    expect((await call('POST', `${path}/x?a=1`, {})).fault).toBe('Unexpected arguments: a')
    expect((await call('PUT', `${path}?method=x`, {})).status).toBe(500)
  })
})
