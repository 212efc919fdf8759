import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { verbSite, STEP, RESET } from './support/verb-site.js'

const change = (node: { readonly uuid: string }, provision_state: string, outcome = 'changed') => ({
  node: node.uuid,
  instance: null,
  provision_state,
  outcome,
})

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  describe.each(['21.4', '29.0', '39.0'] as const)('of release %s', (release) => {
    it('manages, inspects, cleans, provides and takes back a node, with one request each', async () => {
      const { driver, run, target, asked, node } = verbSite('enroll', { hardware, release })
      const { lifecycle } = driver
      expect(expectOk(await run(lifecycle.manage(target)))).toEqual(change(node, 'manageable'))
      expect(expectOk(await run(lifecycle.inspect(target)))).toMatchObject(change(node, 'manageable'))
      const clean = { steps: [{ interface: 'bios', step: 'factory_reset' }] }
      expect(expectOk(await run(lifecycle.clean(target, clean)))).toEqual(change(node, 'manageable'))
      expect(expectOk(await run(lifecycle.provide(target)))).toEqual(change(node, 'available'))
      expect(expectOk(await run(lifecycle.manage(target)))).toEqual(change(node, 'manageable'))
      expect(asked()).toEqual(['manage', 'inspect', 'clean', 'provide', 'manage'])
    })

    it('adopts a node, and finds it adopted', async () => {
      const { driver, run, target, asked, node } = verbSite('manageable', { hardware, release })
      node.force({ instance_info: { image_source: 'http://images/web.qcow2', image_checksum: 'ab' } })
      expect(expectOk(await run(driver.lifecycle.adopt(target)))).toEqual(change(node, 'active'))
      expect(expectOk(await run(driver.lifecycle.adopt(target))).outcome).toBe('was_there')
      expect(asked()).toEqual(['adopt'])
    })
  })

  it('requests each verb, waits for it in another process, and joins it', async () => {
    const { driver, otherDriver, run, target, asked } = verbSite('enroll', { hardware })
    const { lifecycle } = driver
    const there = otherDriver().lifecycle
    for (const verb of ['manage', 'inspect', 'provide'] as const) {
      const name = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}` as 'Manage' | 'Inspect' | 'Provide'
      expect(expectOk(await run(lifecycle[`request${name}`](target))).outcome).toBe('changed')
      expect(expectOk(await run(there[verb](target))).outcome).toBe('joined')
      expect(expectOk(await run(there[`waitFor${name}`](target))).outcome).toBe('joined')
    }
    expectOk(await run(lifecycle.manage(target)))
    const clean = { steps: [{ interface: 'bios', step: 'factory_reset' }] }
    expectOk(await run(lifecycle.requestClean(target, clean)))
    expect(expectOk(await run(there.clean(target, clean))).outcome).toBe('joined')
    expectOk(await run(there.waitForClean(target)))
    expect(asked()).toEqual(['manage', 'inspect', 'provide', 'manage', 'clean'])
  })
})

describe('service', () => {
  const request = { steps: [STEP] }

  it.each(['29.0', '39.0'] as const)('runs on a deployed node of release %s', async (release) => {
    const { driver, run, target, node, asked } = verbSite('active', { release })
    expect(expectOk(await run(driver.lifecycle.service(target, request)))).toEqual(change(node, 'active'))
    expectOk(await run(driver.lifecycle.requestService(target, request)))
    expect(expectOk(await run(driver.lifecycle.service(target, request))).outcome).toBe('joined')
    expect(expectOk(await run(driver.lifecycle.waitForService(target))).provision_state).toBe('active')
    expect(asked()).toEqual(['service', 'service'])
  })

  it('is not supported by an old Ironic', async () => {
    const { driver, run, target, asked } = verbSite('active', { release: '21.4' })
    const error = expectErr(await run(driver.lifecycle.service(target, request)), 'unsupported_api_version')
    expect(error.needs).toBe('1.87')
    expect(asked()).toEqual([])
  })

  it('applies only to the instance that was named', async () => {
    const { driver, run, node } = verbSite('active')
    node.force({ instance_uuid: '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10' })
    const target = { node: node.uuid, instance: '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11' }
    expectErr(await run(driver.lifecycle.service(target, request)), 'instance_mismatch')
  })
})

describe('a failure', () => {
  it.each(['fake-hardware', 'redfish'] as const)(
    'of each verb reports the reason, on %s',
    async (hardware) => {
      const { driver, run, target, node } = verbSite('enroll', { hardware })
      const { lifecycle } = driver
      const image = { image_source: 'http://images/web.qcow2', image_checksum: 'ab' }
      node.force({ instance_info: image })
      const lastError = 'Wires were cut'
      const cases = [
        ['manage', 'enroll', 'enroll', () => lifecycle.manage(target)],
        ['inspect', 'manageable', 'inspect failed', () => lifecycle.inspect(target)],
        ['clean', 'manageable', 'clean failed', () => lifecycle.provide(target)],
        ['clean', 'manageable', 'clean failed', () => lifecycle.clean(target, { steps: [RESET] })],
        ['adopt', 'manageable', 'adopt failed', () => lifecycle.adopt(target)],
        ['service', 'active', 'service failed', () => lifecycle.service(target, { steps: [RESET] })],
      ] as const
      for (const [operation, from, end, verb] of cases) {
        if (operation === 'service' && hardware === 'fake-hardware') continue
        node.force({ provision_state: from, maintenance: false, fault: null })
        node.failNext(operation, { lastError })
        const failed = expectErr(await run(verb()), 'transition_failed')
        expect(failed.lastError).toContain(lastError)
        expect(failed).toMatchObject({ node: node.uuid, lastSeen: { provision_state: end } })
        expect(failed.message).toContain(lastError)
        expect(node.now.reservation).toBeNull()
      }
    },
  )

  it('of a cleaning names the step', async () => {
    const { driver, run, target, node } = verbSite('manageable', { hardware: 'redfish' })
    node.failNext('clean', { at: 'raid.create_configuration', lastError: 'No such disk' })
    const request = { targetRaidConfig: { logical_disks: [{ size_gb: 'MAX', raid_level: '1' }] } } as const
    const failed = expectErr(await run(driver.lifecycle.clean(target, request)), 'transition_failed')
    expect(failed.message).toContain('last seen at step raid.create_configuration')
    expect(failed.message).toContain('No such disk')
    expect(failed.lastSeen).toMatchObject({ maintenance: true, fault: 'clean failure' })
  })

  it('of a cleaning is reported although another client has reset the state meanwhile', async () => {
    const { driver, run, target, node } = verbSite('manageable', { hardware: 'redfish' })
    expectOk(await run(driver.lifecycle.requestClean(target, { steps: [RESET] })))
    const waiting = driver.lifecycle.waitForClean(target)
    node.force({ provision_state: 'manageable', maintenance: true, fault: 'clean failure' })
    const failed = expectErr(await run(waiting), 'transition_failed')
    expect(failed.message).toContain('in maintenance with the fault "clean failure"')
  })
})
