import type { Disruption } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const NEW = { source: 'http://images/new.raw', checksum: `sha512:${'cd'.repeat(64)}` }
const OLD_INFO = {
  image_source: 'http://images/old.qcow2',
  image_checksum: 'ab'.repeat(16),
  root_gb: 10,
  project_id: 'demo',
}
const PUT = { method: 'PUT', path: /provision/ } as const
const HTML = '<html><title>404 Not Found</title></html>'

function siteWithInstance(info: object = OLD_INFO, state: 'active' | 'deploy failed' = 'active') {
  const site = simulatedSite({ hardware: 'redfish' })
  const node = site.simulator
    .node({ name: 'metal-1', instance_info: info as never })
    .withPort()
    .active()
  if (state !== 'active') node.force({ provision_state: state })
  const target = { node: node.uuid, instance: node.now.instance_uuid ?? '' }
  const writes = () => site.simulator.requests.filter(({ method }) => method !== 'GET').length
  return { ...site, node, target, writes }
}

const FOR_EVER: readonly (readonly [string, Disruption])[] = [
  ['503', { kind: 'status', status: 503 }],
  ['503 of a proxy', { kind: 'status', status: 503, body: '<html>Service Unavailable</html>' }],
  ['401', { kind: 'status', status: 401 }],
  ['403', { kind: 'status', status: 403 }],
  ['404 of a proxy', { kind: 'status', status: 404, body: HTML }],
  ['500', { kind: 'status', status: 500, fault: 'Something failed.' }],
  ['a lock', 'locked'],
  ['a connection that breaks before it arrives', 'drop-before'],
  ['silence', 'hang'],
]

describe('a rebuild that Ironic never accepts', () => {
  it.each(FOR_EVER)('leaves instance_info as it was: %s', async (_what, disruption) => {
    const { driver, run, simulator, node, target } = siteWithInstance()
    simulator.disruptions.next(PUT, disruption, { times: Infinity })
    const result = await run(driver.rebuild.redeploy(target, { image: NEW }, { deadlineMs: 10 * 60_000 }))
    expect(result.isErr()).toBe(true)
    expect(node.now).toMatchObject({ instance_info: OLD_INFO, provision_state: 'active' })
    expect(node.now.instance_info).not.toHaveProperty('image_os_hash_value')
  })

  it('reports that instance_info is that of the rebuild when it cannot be restored', async () => {
    const { driver, run, simulator, target, node } = siteWithInstance()
    simulator.disruptions.next(PUT, { kind: 'status', status: 403 }, { times: Infinity })
    simulator.disruptions.next(
      { method: 'PATCH' },
      { kind: 'status', status: 403 },
      { after: 1, times: Infinity },
    )
    const error = expectErr(await run(driver.rebuild.redeploy(target, { image: NEW })), 'forbidden')
    expect(error.message).toMatch(/Nothing was rebuilt, but instance_info .* could not be put back/)
    expect(node.now.instance_info['image_source']).toBe(NEW.source)
  })

  it('also reports when the login of a registry, which Ironic hides, was overwritten', async () => {
    const { driver, run, simulator, target } = siteWithInstance({
      image_source: 'oci://registry/web:1',
      image_pull_secret: 'me:secret',
    })
    simulator.disruptions.next(PUT, { kind: 'status', status: 403 }, { times: Infinity })
    const error = expectErr(await run(driver.rebuild.redeploy(target, { image: NEW })), 'forbidden')
    expect(error.message).toContain('could not be put back')
  })

  it('is distinguished from one that Ironic accepted, whose replies are lost', async () => {
    const { driver, run, simulator, node, target } = siteWithInstance()
    simulator.disruptions.next(PUT, 'drop-after', { times: Infinity })
    expectOk(await run(driver.rebuild.redeploy(target, { image: NEW })))
    expect(node.now.instance_info['image_source']).toBe(NEW.source)
  })

  it('leaves nothing when it is aborted during the write', async () => {
    const { driver, run, simulator, node, target } = siteWithInstance()
    const caller = new AbortController()
    const send = simulator.send.bind(simulator)
    simulator.send = async (request) => {
      const reply = await send(request)
      if (request.method === 'PATCH') caller.abort()
      return reply
    }
    const call = driver.rebuild.redeploy(target, { image: NEW }, { signal: caller.signal })
    expectErr(await run(call), 'aborted')
    expect(node.now.instance_info).toEqual(OLD_INFO)
  })
})

describe('an image that a conductor has converted', () => {
  const converted = {
    image_source: 'http://images/old.qcow2',
    image_checksum: null,
    image_os_hash_algo: 'sha256',
    image_os_hash_value: 'ef'.repeat(32),
    image_disk_format: 'raw',
    image_download_source: 'local',
  }

  it.each(['active', 'deploy failed'] as const)(
    'is not deployed again from %s with the checksum of the converted image',
    async (state) => {
      const { driver, run, node, target, writes } = siteWithInstance(converted, state)
      const error = expectErr(await run(driver.rebuild.redeploy(target)), 'node_not_ready')
      expect(error).toMatchObject({ advice: 'fix_request', ...target })
      expect(error.message).toMatch(/Pass `image`.*Nothing was changed/)
      expect(writes()).toBe(0)
      expectOk(await run(driver.rebuild.redeploy(target, { image: NEW })))
      expect(node.now.instance_info).toMatchObject({ image_source: NEW.source, image_os_hash_algo: 'sha512' })
    },
  )

  it('is not deployed again by recover, and the maintenance of the node stays', async () => {
    const { driver, run, node, target, writes } = siteWithInstance(converted, 'deploy failed')
    node.force({ maintenance: true, maintenance_reason: 'it failed' })
    const recovering = driver.lifecycle.recover(target, { instance: 'keep', endMaintenance: 'any' })
    expect(expectErr(await run(recovering), 'node_not_ready').message).toContain('rebuild.redeploy')
    expect(writes()).toBe(0)
    expect(node.now.maintenance).toBe(true)
  })

  it.each([
    ['one that Glance vouches for', { image_source: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123' }],
    ['one that was not converted', { image_disk_format: 'qcow2' }],
    ['one with the checksum that was given', { image_checksum: 'ab'.repeat(16) }],
  ])('is not confused with %s', async (_what, info) => {
    const { driver, run, target } = siteWithInstance({ ...converted, ...info })
    expectOk(await run(driver.rebuild.redeploy(target)))
  })

  it('is fetched again from a registry, which verifies it', async () => {
    const { driver, run, node, target } = siteWithInstance({
      ...converted,
      image_source: 'oci://registry/web:1',
    })
    expectOk(await run(driver.rebuild.redeploy(target)))
    expect(node.now.instance_info).toMatchObject({ image_download_source: 'local' })
    for (const key of ['image_checksum', 'image_os_hash_algo', 'image_os_hash_value', 'image_disk_format'])
      expect(node.now.instance_info).not.toHaveProperty(key)
  })
})

it('reports that a recovery ended the maintenance and then failed', async () => {
  const { driver, run, node, target, simulator } = siteWithInstance(OLD_INFO, 'deploy failed')
  node.force({ maintenance: true, maintenance_reason: 'it failed' })
  simulator.disruptions.next(PUT, { kind: 'status', status: 403 }, { times: Infinity })
  const recovering = driver.lifecycle.recover(target, { instance: 'keep', endMaintenance: 'any' })
  const error = expectErr(await run(recovering), 'forbidden')
  expect(error.message).toContain('Before that, its maintenance was ended.')
})
