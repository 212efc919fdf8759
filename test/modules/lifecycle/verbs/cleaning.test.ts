import type { CleanRequest } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'
import { verbSite, STEP } from './support/verb-site.js'

describe('a cleaning', () => {
  it('is sent in order: firmware, BIOS, RAID, steps', async () => {
    const { driver, run, simulator } = simulatedSite({ hardware: 'redfish' })
    const node = simulator.node().withBiosSettings({ ProcTurboMode: 'Disabled' }).manageable()
    const target = { node: node.uuid }
    const logical_disks = [{ size_gb: 'MAX', raid_level: '1' }] as const
    const steps = [{ interface: 'deploy', step: 'erase_devices_metadata' }]
    const request = {
      firmware: [{ component: 'bmc', url: 'http://firmware/bmc.bin', waitMs: 1_500 }],
      bios: [{ name: 'ProcTurboMode', value: 'Enabled' }],
      targetRaidConfig: { logical_disks },
      steps,
      disableRamdisk: false,
    }
    expectOk(await run(driver.lifecycle.clean(target, request)))
    const [raid, clean] = simulator.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => JSON.parse(body ?? '') as object)
    expect(raid).toEqual({ logical_disks })
    expect(clean).toEqual({
      target: 'clean',
      clean_steps: [
        {
          interface: 'firmware',
          step: 'update',
          args: { settings: [{ component: 'bmc', url: 'http://firmware/bmc.bin', wait: 2 }] },
        },
        {
          interface: 'bios',
          step: 'apply_configuration',
          args: { settings: [{ name: 'ProcTurboMode', value: 'Enabled' }] },
        },
        { interface: 'raid', step: 'delete_configuration' },
        { interface: 'raid', step: 'create_configuration' },
        ...steps,
      ],
      disable_ramdisk: false,
    })
    expect(node.biosSettings).toMatchObject([{ name: 'ProcTurboMode', value: 'Enabled' }])
    expect(node.now.raid_config).toMatchObject({ logical_disks })
  })

  it('deletes the RAID when no disks are requested', async () => {
    const { driver, run, target, simulator, node } = verbSite('manageable', { hardware: 'redfish' })
    node.force({ target_raid_config: { logical_disks: [{ size_gb: 10, raid_level: '0' }] } })
    expectOk(await run(driver.lifecycle.clean(target, { targetRaidConfig: {} })))
    expect(node.now.target_raid_config).toEqual({})
    const { body } = simulator.requests.filter(({ method }) => method === 'PUT')[1] ?? {}
    expect(JSON.parse(body ?? '')).toMatchObject({ clean_steps: [{ step: 'delete_configuration' }] })
  })

  it('restores the target RAID when Ironic refuses the cleaning, and reports when it cannot', async () => {
    const before = { logical_disks: [{ size_gb: 10, raid_level: '0' }] }
    const request = { targetRaidConfig: { logical_disks: [{ size_gb: 'MAX', raid_level: '1' }] } } as const
    const { driver, run, target, simulator, node } = verbSite('manageable', { hardware: 'redfish' })
    node.force({ target_raid_config: before, maintenance: true })
    expectErr(await run(driver.lifecycle.clean(target, request)), 'node_in_maintenance')
    expect(node.now.target_raid_config).toEqual(before)

    simulator.disruptions.next(
      { method: 'PUT', path: /raid/ },
      { kind: 'status', status: 400, fault: 'RAID config validation error' },
      { after: 1 },
    )
    const error = expectErr(await run(driver.lifecycle.clean(target, request)), 'target_raid_remains')
    expect(error.message).toContain('client.nodeStates.setTargetRaid')
    expect(error.cause).toMatchObject({ kind: 'node_in_maintenance' })
    expect(node.now.target_raid_config).toEqual(request.targetRaidConfig)
  })

  it('restores a target RAID whose storing was not confirmed, and reports when it cannot', async () => {
    const before = { logical_disks: [{ size_gb: 10, raid_level: '0' }] }
    const request = { targetRaidConfig: { logical_disks: [{ size_gb: 'MAX', raid_level: '1' }] } } as const
    for (const isBack of [true, false]) {
      const site = verbSite('manageable', { hardware: 'redfish' })
      const { driver, run, target, simulator, node, asked, clock } = site
      node.force({ target_raid_config: before })
      const caller = new AbortController()
      simulator.disruptions.next({ method: 'PUT', path: /raid/ }, 'drop-after', { times: isBack ? 2 : 200 })
      const cleaning = driver.lifecycle.clean(target, request, { signal: caller.signal })
      await clock.advance(500)
      caller.abort()
      const error = expectErr(await run(cleaning), isBack ? 'aborted' : 'target_raid_remains')
      if (isBack) expect(node.now.target_raid_config).toEqual(before)
      else expect(error.cause).toMatchObject({ kind: 'aborted' })
      expect(asked()).not.toContain('clean')
    }
  })

  it('needs a driver with RAID', async () => {
    const { driver, run, simulator } = verbSite('manageable', { hardware: 'redfish' })
    const node = simulator.node({ raid_interface: 'no-raid' }).manageable()
    const request = { targetRaidConfig: { logical_disks: [{ size_gb: 'MAX', raid_level: '1' }] } } as const
    const cleaned = await run(driver.lifecycle.clean({ node: node.uuid }, request))
    expectErr(cleaned, 'unsupported_by_hardware')
  })

  it('needs a server that supports firmware, runbooks, and a service without a ramdisk', async () => {
    const update = { firmware: [{ component: 'bios', url: 'http://firmware/bios.bin' }] }
    const old = verbSite('manageable', { release: '21.4' })
    for (const [request, needs] of [
      [update, '1.86'],
      [{ runbook: 'CUSTOM_FIX' }, '1.92'],
    ] as const) {
      const error = expectErr(
        await old.run(old.driver.lifecycle.clean(old.target, request)),
        'unsupported_api_version',
      )
      expect(error.needs).toBe(needs)
    }
    const { driver, run, target, asked } = verbSite('active', { release: '29.0' })
    const service = driver.lifecycle.service(target, { steps: [STEP], disableRamdisk: true })
    expect(expectErr(await run(service), 'unsupported_api_version').needs).toBe('1.108')
    expect([...old.asked(), ...asked()]).toEqual([])
  })

  it.each([
    [{}, 'clean'],
    [{ disableRamdisk: true }, 'clean'],
    [{ steps: [] }, 'clean.steps'],
    [{ steps: [{ interface: 'bios' }] }, 'clean.steps.0.step'],
    [{ steps: [{ ...STEP, args: { now: () => 1 } }] }, 'clean.steps.0.args.now'],
    [{ steps: [STEP], runbook: 'fix' }, 'clean.runbook'],
    [{ runbook: 'fix', disableRamdisk: true }, 'clean.runbook'],
    [{ targetRaidConfig: { logical_disks: [] } }, 'clean.targetRaidConfig.logical_disks'],
    [
      { targetRaidConfig: { logical_disks: [{ size_gb: 1, raid_level: '7' }] } },
      'clean.targetRaidConfig.logical_disks.0.raid_level',
    ],
    [{ bios: [{ name: 'BootMode', value: {} }] }, 'clean.bios.0.value'],
    [{ firmware: [{ component: 'bmc', url: 'http://f', waitMs: 5 }] }, 'clean.firmware.0.waitMs'],
    [{ step: [STEP] }, 'clean.step'],
  ])('is checked before anything is sent: %j', async (request, field) => {
    const { driver, run, target, simulator } = verbSite('manageable')
    const error = expectErr(
      await run(driver.lifecycle.clean(target, request as CleanRequest)),
      'invalid_input',
    )
    expect(error.field).toBe(field)
    expect(simulator.requests).toEqual([])
  })
})
