import { IronicSimulator } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { rawIronic } from '../support/raw-ironic.js'

describe('a conductor with restricted hardware', () => {
  const options = {
    enabledHardware: ['fake-hardware'],
    enabledInterfaces: { network: ['noop'], storage: ['fake'] },
    conductorGroup: 'rack1',
  } as const

  it('lists what is enabled', async () => {
    const { call } = rawIronic(options)
    expect((await call('GET', '/v1/drivers')).json).toMatchObject({ drivers: [{ name: 'fake-hardware' }] })
    expect((await call('GET', '/v1/drivers/redfish')).status).toBe(404)
    expect((await call('GET', '/v1/drivers/fake-hardware')).json).toMatchObject({
      enabled_network_interfaces: ['noop'],
      default_storage_interface: 'fake',
      enabled_storage_interfaces: ['fake'],
    })
    expect((await call('GET', '/v1/conductors/simulator')).json).toMatchObject({
      drivers: ['fake-hardware'],
      conductor_group: 'rack1',
    })
  })

  it('accepts only nodes with enabled hardware', async () => {
    const { call } = rawIronic(options)
    const body = { driver: 'fake-hardware', conductor_group: 'Rack1' }
    expect((await call('POST', '/v1/nodes', { ...body, name: 'a' })).json).toMatchObject({
      storage_interface: 'fake',
      conductor_group: 'rack1',
    })
    expect((await call('POST', '/v1/nodes', { ...body, network_interface: 'flat' })).fault).toBe(
      "Could not find the following interface in the 'ironic.hardware.interfaces.network' entrypoint: flat. Valid " +
        "interfaces are ['noop'].",
    )
    for (const [driver, group] of [
      ['redfish', 'rack1'],
      ['fake-hardware', 'rack2'],
    ] as const)
      expect((await call('POST', '/v1/nodes', { driver, conductor_group: group })).fault).toContain(
        `No conductor service registered which supports driver ${driver} for conductor group "${group}".`,
      )
  })

  it('keeps nodes in its group', async () => {
    const { call, patch } = rawIronic({ conductorGroup: '' })
    await call('POST', '/v1/nodes', { driver: 'fake-hardware', name: 'a' })
    const reply = await patch('/v1/nodes/a', [{ op: 'add', path: '/conductor_group', value: 'rack2' }])
    expect(reply.status).toBe(400)
    expect(reply.fault).toContain('for conductor group "rack2"')
  })

  it.each([
    [{ enabledHardware: [] }, 'enabledHardware is empty'],
    [{ enabledHardware: ['toaster'] }, 'unknown hardware "toaster"'],
    [{ enabledHardware: ['redfish'] }, 'enabledHardware must include "fake-hardware"'],
    [{ enabledInterfaces: { colour: ['red'] } }, 'unknown interface "colour"'],
    [
      { enabledInterfaces: { network: ['bridge'] } },
      'enabledInterfaces.network has no interface for fake-hardware',
    ],
  ])('throws at once for %j', (wrong, text) => {
    expect(() => new IronicSimulator(wrong as object)).toThrow(TypeError)
    expect(() => new IronicSimulator(wrong as object)).toThrow(text)
  })
})
