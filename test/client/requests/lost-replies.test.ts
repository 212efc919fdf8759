import { describe, expect, it } from 'vitest'
import { removeField, setField, type JsonPatch } from 'ironic-driver/client'
import type { HttpMethod } from 'ironic-driver'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const MINE = '11111111-1111-4111-8111-111111111111'
const THEIRS = '22222222-2222-4222-8222-222222222222'

function site() {
  const made = simulatedSite({ networkInterface: 'neutron' })
  const node = made.simulator.node({ name: 'm1' }).withPorts(2).available()
  const count = (method: HttpMethod) => made.simulator.requests.filter((one) => one.method === method).length
  return { ...made, node, count }
}

describe('a reply that is lost after the change took effect', () => {
  it('to a deployment is left to the caller, and the request is not sent again', async () => {
    const { simulator, driver, run, node, count } = site()
    simulator.disruptions.next({ method: 'PUT' }, 'drop-after')
    const lost = await run(driver.client.nodeStates.provision(node.uuid, { target: 'active' }))
    expectErr(lost, 'network_failure')
    expect(count('PUT')).toBe(1)
    expect(node.now.target_provision_state).toBe('active')
  })

  it('to a reboot never causes a second one', async () => {
    const { simulator, driver, run, node, count } = site()
    simulator.disruptions.next({ method: 'PUT' }, { kind: 'rpc-timeout', effect: true })
    expectErr(await run(driver.client.nodeStates.power(node.uuid, { target: 'rebooting' })), 'server_error')
    expect(count('PUT')).toBe(1)
  })

  it('to an attachment never attaches the VIF a second time', async () => {
    const { simulator, driver, run, node, count } = site()
    simulator.disruptions.next({ method: 'POST' }, 'drop-after')
    expectErr(await run(driver.client.nodeVifs.attach(node.uuid, { id: 'vif-1' })), 'network_failure')
    expect(count('POST')).toBe(1)
    expect(expectOk(await run(driver.client.nodeVifs.list(node.uuid)))).toEqual([{ id: 'vif-1' }])
  })

  it('to the deletion of a node succeeds at the second try', async () => {
    const { simulator, driver, run, node, count } = site()
    simulator.disruptions.next({ method: 'DELETE' }, 'drop-after')
    expectOk(await run(driver.client.nodes.delete(node.uuid)))
    expect(count('DELETE')).toBe(2)
    expect(node.exists).toBe(false)
  })

  it('to the removal of a key does not fail because the key is gone', async () => {
    const { simulator, driver, run, node, count } = site()
    node.force({ extra: { a: 1 } })
    simulator.disruptions.next({ method: 'PATCH' }, 'drop-after')
    const lost = await run(driver.client.nodes.patch(node.uuid, [{ op: 'remove', path: '/extra/a' }]))
    expect(expectErr(lost, 'network_failure').advice).toBe('check_state')
    expect(count('PATCH')).toBe(1)
  })

  it.each<[string, JsonPatch]>([
    ['removes the link', [removeField('instance_uuid')]],
    ['writes null for it', [setField('instance_uuid', null)]],
  ])('to an unlink never unlinks the next instance: %s', async (_what, patch) => {
    const { simulator, driver, run, clock, node } = site()
    const { nodes } = driver.client
    expectOk(await run(nodes.patch(node.uuid, [setField('instance_uuid', MINE)])))
    simulator.disruptions.next({ method: 'PATCH' }, 'drop-after')
    const released = nodes.patch(node.uuid, patch)
    await clock.advance(1)
    node.force({ instance_uuid: THEIRS })
    expect(expectErr(await run(released), 'network_failure').advice).toBe('check_state')
    expect(node.now.instance_uuid).toBe(THEIRS)
  })

  it('to the removal of an allocation never removes the next allocation of the node', async () => {
    const { simulator, driver, run, clock, node } = site()
    const { allocations, nodeAllocation } = driver.client
    node.force({ resource_class: 'gold' })
    expectOk(await run(allocations.create({ uuid: MINE, resource_class: 'gold' })))
    await clock.advance(5_000)
    expect(node.now.instance_uuid).toBe(MINE)
    simulator.disruptions.next({ method: 'DELETE' }, 'drop-after')
    const released = nodeAllocation.delete(node.uuid)
    await clock.advance(1)
    const others = allocations.create({ uuid: THEIRS, resource_class: 'gold' })
    expect(expectErr(await run(released), 'network_failure').advice).toBe('check_state')
    expectOk(await run(others))
    await clock.advance(5_000)
    expect(node.now.instance_uuid).toBe(THEIRS)
  })

  it('to a write of a value writes it a second time', async () => {
    const { simulator, driver, run, node, count } = site()
    simulator.disruptions.next({ method: 'PATCH' }, 'drop-after')
    const changed = await run(
      driver.client.nodes.patch(node.uuid, [{ op: 'add', path: '/extra/a', value: 1 }]),
    )
    expect(expectOk(changed).extra).toEqual({ a: 1 })
    expect(count('PATCH')).toBe(2)
  })
})

describe('a lock', () => {
  it('is waited for by a change of power, within the retry time', async () => {
    const { driver, run, node } = site()
    node.lock(20_000)
    expectOk(await run(driver.client.nodeStates.power(node.uuid, { target: 'power on' })))
  })

  it('that lasts is reported after that time', async () => {
    const { driver, run, node, clock } = site()
    node.lock(Infinity, { host: 'cond-7' })
    const startedAt = clock.now()
    const error = expectErr(
      await run(driver.client.nodeStates.power(node.uuid, { target: 'power on' })),
      'node_locked',
    )
    expect(error.message).toContain('cond-7')
    expect(error.advice).toBe('retry_later')
    // Each try takes two seconds inside Ironic, the last one too.
    expect(clock.now() - startedAt).toBeLessThanOrEqual(62_000)
  })
})
