import { describe, expect, it } from 'vitest'
import { film, redfish, shown } from '../support/redfish-film.js'

const IMAGE = { image_source: 'http://images/x.img', image_checksum: 'sha256:0' }

describe('redfish, without failures', () => {
  it('deploys through wait states, with a lock and a power target that come and go', async () => {
    const ironic = redfish()
    ironic.simulator.node({ name: 'a', instance_info: IMAGE }).available()
    await ironic.provision('a', 'active')
    expect(await film(ironic, 30_000)).toEqual([
      'deploying/locked/off/-/-',
      'deploying/locked/off/on/deploy',
      'wait call-back/free/on/-/deploy',
      'deploying/locked/on/-/deploy',
      'wait call-back/free/on/-/write_image',
      'wait call-back/locked/on/-/write_image',
      'wait call-back/free/on/-/write_image',
      'deploying/locked/on/-/write_image',
      'deploying/locked/on/-/prepare_instance_boot',
      'deploying/locked/on/-/tear_down_agent',
      'deploying/locked/on/on/boot_instance',
      'active/free/on/-/-',
    ])
  })

  it('powers the machine off first in a rebuild', async () => {
    const ironic = redfish()
    ironic.simulator.node({ name: 'a', instance_info: IMAGE }).active()
    await ironic.provision('a', 'rebuild')
    expect((await film(ironic, 30_000)).slice(0, 3)).toEqual([
      'deploying/locked/on/-/-',
      'deploying/locked/on/off/-',
      'deploying/locked/off/on/deploy',
    ])
    expect(shown(ironic)).toBe('active/free/on/-/-')
  })

  it('tears down and cleans', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a', instance_info: IMAGE }).active()
    await ironic.provision('a', 'deleted')
    const seen = await film(ironic, 60_000)
    expect(seen.filter((look) => !look.includes('clean wait/locked'))).toEqual([
      'deleting/locked/on/-/-',
      'deleting/locked/on/off/-',
      'cleaning/locked/off/-/-',
      'cleaning/locked/off/on/-',
      'clean wait/free/on/-/-',
      'cleaning/locked/on/-/-',
      'clean wait/free/on/-/erase_devices_metadata',
      'clean wait/free/on/-/erase_devices_metadata',
      'cleaning/locked/on/-/erase_devices_metadata',
      'clean wait/free/on/-/erase_devices',
      'clean wait/free/on/-/erase_devices',
      'cleaning/locked/on/-/erase_devices',
      'cleaning/locked/on/off/-',
      'available/free/off/-/-',
    ])
    expect(node.now.target_provision_state).toBeNull()
  })

  it('ends a rescue with the power shown as off, and changes power several times on the way back', async () => {
    const ironic = redfish()
    ironic.simulator.node({ name: 'a' }).active()
    await ironic.provision('a', 'rescue', { rescue_password: 'x' })
    expect((await film(ironic, 30_000)).slice(1)).toEqual([
      'rescuing/locked/on/off/-',
      'rescuing/locked/off/on/-',
      'rescue wait/free/on/-/-',
      'rescuing/locked/on/off/-',
      'rescue/free/off/-/-',
    ])
    await ironic.provision('a', 'unrescue')
    expect(await film(ironic, 10_000)).toEqual([
      'unrescuing/locked/off/-/-',
      'unrescuing/locked/on/-/-',
      'unrescuing/locked/off/-/-',
      'unrescuing/locked/on/-/-',
      'active/free/on/-/-',
    ])
  })

  it.each([
    ['agent', ['inspecting', 'inspect wait', 'inspecting', 'manageable'], 'boot'],
    ['redfish', ['inspecting', 'manageable'], 'disks'],
  ])('inspects by %s', async (inspect_interface, states, key) => {
    const ironic = redfish()
    ironic.simulator.node({ name: 'a', inspect_interface }).manageable()
    await ironic.provision('a', 'inspect')
    const seen = (await film(ironic, 20_000)).map((look) => look.split('/')[0])
    expect(seen.filter((state, index) => state !== seen[index - 1])).toEqual(states)
    const { json } = await ironic.call('GET', '/v1/nodes/a/inventory')
    expect(json).toMatchObject({ inventory: { [key]: expect.anything() as unknown } })
  })

  it('reads the power state of a node at `manage`', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a' }).enrolled()
    await ironic.provision('a', 'manage')
    await ironic.clock.advance(400)
    expect(node.now).toMatchObject({ provision_state: 'manageable', power_state: 'power off' })
  })

  it('holds at a step `hold` until `unhold`', async () => {
    const ironic = redfish()
    const steps = [
      { interface: 'deploy', step: 'hold' },
      { interface: 'deploy', step: 'erase_devices' },
    ]
    ironic.simulator.node({ name: 'a' }).manageable()
    await ironic.provision('a', 'clean', { clean_steps: steps })
    await ironic.clock.advance(600_000)
    expect(shown(ironic)).toBe('clean hold/free/on/-/hold')
    await ironic.provision('a', 'unhold')
    expect(shown(ironic)).toBe('clean wait/free/on/-/hold')
    await ironic.clock.advance(60_000)
    expect(shown(ironic)).toBe('manageable/free/off/-/-')
  })
})
