import { PROVISION_STATES, type KnownProvisionState } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'
import { siteInState, NEW, OLD_INFO } from './support/rebuild-site.js'

describe('is refused before anything is written:', () => {
  const states = Object.keys(PROVISION_STATES) as KnownProvisionState[]
  const TAKEN = ['active', 'error', 'deploy failed', 'deploying', 'wait call-back', 'deploy hold']

  it.each(states.filter((state) => !TAKEN.includes(state)))('a node in state %s', async (state) => {
    const { driver, run, target, sent } = siteInState(state)
    const error = expectErr(await run(driver.rebuild.redeploy(target, { image: NEW })), 'node_not_ready')
    expect(error).toMatchObject({ provisionState: state, ...target })
    expect([...sent('PATCH'), ...sent('PUT')]).toEqual([])
  })

  it('a node with another instance, or with none', async () => {
    const { driver, run, target, sent, node } = siteInState()
    const other = { ...target, instance: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123' }
    expectErr(await run(driver.rebuild.redeploy(other, { image: NEW })), 'instance_mismatch')
    node.force({ instance_uuid: null })
    expectErr(await run(driver.rebuild.redeploy({ node: node.uuid })), 'node_not_ready')
    expect([...sent('PATCH'), ...sent('PUT')]).toEqual([])
  })

  it.each([
    [{ image: { source: 'nonsense' } }, 'image.source'],
    [{ flavor: { rootGb: 0 } }, 'flavor.rootGb'],
    [{ preserveEphemeral: 'yes' as never }, 'preserveEphemeral'],
    [{ vifs: [{ id: 'a' }] }, 'vifs'],
    [{ configDrive: {} }, 'configDrive'],
    [{ colour: 'red' } as never, 'colour'],
  ])('an invalid request: %j', async (request, field) => {
    const { driver, run, simulator, target } = siteInState()
    expect(expectErr(await run(driver.rebuild.redeploy(target, request)), 'invalid_input').field).toBe(field)
    expect(simulator.requests).toEqual([])
  })

  it('a config drive that the server is too old for', async () => {
    const { simulator, driver, run } = simulatedSite({ maxVersion: '1.34' })
    const node = simulator.node({}).active()
    const request = { configDrive: { userData: 'x' } }
    const refused = await run(driver.rebuild.redeploy({ node: node.uuid }, request))
    expectErr(refused, 'unsupported_api_version')
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true)
  })
})

it('rebuilds no other instance when the node changes hands after the read', async () => {
  const other = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
  for (const [instance, state, info, kind] of [
    [other, 'active', OLD_INFO, 'instance_mismatch'],
    [other, 'active', {}, 'instance_mismatch'],
    [null, 'available', {}, 'instance_mismatch'],
    [null, 'available', OLD_INFO, 'node_not_ready'],
  ] as const) {
    const { driver, run, simulator, node, target, sent } = siteInState()
    const send = simulator.send.bind(simulator)
    simulator.send = (request) => {
      if (request.method === 'PATCH' && sent('PATCH').length === 0)
        node.force({ provision_state: state, instance_uuid: instance, instance_info: info })
      return send(request)
    }
    expectErr(await run(driver.rebuild.redeploy(target, { image: NEW })), kind)
    expect(node.now).toMatchObject({ instance_uuid: instance, provision_state: state })
    expect(node.now.instance_info['image_source']).not.toBe(NEW.source)
    expect(sent('PUT')).toEqual([])
  }
})

it('is refused for a protected node, and for one in maintenance', async () => {
  const { driver, run, node, target } = siteInState()
  node.force({ protected: true })
  expectErr(await run(driver.rebuild.redeploy(target)), 'node_protected')
  node.force({ protected: false, maintenance: true })
  expectErr(await run(driver.rebuild.redeploy(target)), 'node_in_maintenance')
})
