import { gzipSync } from 'node:zlib'
import type { SpawnRequest } from 'ironic-driver'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'

const glance = '0b8f1d5e-6d0a-4f6e-9a43-0f6f0c1d1155'

/** The data sent to Ironic for a request, as JSON. */
async function sentFor(more: Partial<SpawnRequest>, release: '21.4' | '39.0' = '39.0') {
  const { simulator, driver, run } = simulatedSite({ release })
  const node = simulator.node().withPort().available()
  expectOk(
    await run(driver.provisioning.requestSpawn(spawnRequestFor(node, { instance: NAMELESS, ...more }))),
  )
  const bodyOf = (wanted: string) =>
    JSON.parse(simulator.requests.find(({ method }) => method === wanted)?.body ?? 'null') as unknown
  const patch = bodyOf('PATCH') as { path: string; value: unknown }[]
  const keys = patch.filter(({ path }) => path.startsWith('/instance_info/'))
  const entries = keys.map(({ path, value }): [string, unknown] => [
    path.replace('/instance_info/', ''),
    value,
  ])
  const info = Object.fromEntries(entries)
  return { info, put: bodyOf('PUT') as Record<string, unknown> }
}

const NAMELESS = { id: 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876' }
const source = 'http://images/web.qcow2'

it.each<[string, Partial<SpawnRequest>, object]>([
  ['an image of Glance', { image: { source: glance } }, { image_source: glance }],
  [
    'an image with a SHA-512',
    { image: { source, checksum: `SHA512:${'AB'.repeat(64)}` } },
    { image_source: source, image_os_hash_algo: 'sha512', image_os_hash_value: 'ab'.repeat(64) },
  ],
  [
    'an image with a bare SHA-256',
    { image: { source, checksum: 'ab'.repeat(32) } },
    { image_source: source, image_os_hash_algo: 'sha256', image_os_hash_value: 'ab'.repeat(32) },
  ],
  [
    'an image with an MD5, where every Ironic reads it',
    { image: { source, checksum: `md5:${'ab'.repeat(16)}` } },
    { image_source: source, image_checksum: 'ab'.repeat(16) },
  ],
  [
    'an image with a file of checksums',
    { image: { source, checksum: 'https://images/SHA256SUMS' } },
    { image_source: source, image_checksum: 'https://images/SHA256SUMS' },
  ],
  [
    'a partition image',
    { image: { source, type: 'partition', kernel: 'http://i/k', ramdisk: 'http://i/r', diskFormat: 'raw' } },
    {
      image_source: source,
      image_type: 'partition',
      image_disk_format: 'raw',
      kernel: 'http://i/k',
      ramdisk: 'http://i/r',
    },
  ],
  [
    'a whole disk of software RAID',
    { image: { source, type: 'whole-disk', containerFormat: 'bare', rootfsUuid: glance } },
    {
      image_source: source,
      image_type: 'whole-disk',
      image_container_format: 'bare',
      image_rootfs_uuid: glance,
    },
  ],
  [
    'an image of a registry',
    { image: { source: 'oci://registry/web:1' } },
    { image_source: 'oci://registry/web:1' },
  ],
  [
    'an image of a registry with a login, and of where the machine gets it',
    { image: { source: 'oci://registry/web:1', pullSecret: 'robot:s3cret', downloadSource: 'local' } },
    {
      image_source: 'oci://registry/web:1',
      image_pull_secret: 'robot:s3cret',
      image_download_source: 'local',
    },
  ],
  [
    'a ramdisk',
    { image: { kernel: 'http://i/k', ramdisk: 'http://i/r' } },
    { kernel: 'http://i/k', ramdisk: 'http://i/r' },
  ],
  ['an ISO', { image: { bootIso: 'http://i/x.iso' } }, { boot_iso: 'http://i/x.iso' }],
  [
    'fields that hold undefined',
    { image: { source: undefined, kernel: undefined, bootIso: 'http://i/x.iso' } },
    { boot_iso: 'http://i/x.iso' },
  ],
  [
    'a name and a flavor',
    {
      instance: { ...NAMELESS, name: 'web-1' },
      image: { source: glance },
      flavor: {
        rootGb: 40,
        swapMb: 0,
        ephemeralGb: 10,
        ephemeralFormat: 'ext4',
        capabilities: { boot_mode: 'uefi' },
        rootDevice: { serial: 'S1' },
      },
    },
    {
      display_name: 'web-1',
      image_source: glance,
      root_gb: 40,
      swap_mb: 0,
      ephemeral_gb: 10,
      ephemeral_format: 'ext4',
      capabilities: { boot_mode: 'uefi' },
      root_device: { serial: 'S1' },
    },
  ],
  [
    'keys of its own',
    { image: { source: glance }, instanceInfo: { project_id: 'p1', at: new Date(0), absent: undefined } },
    { image_source: glance, project_id: 'p1', at: '1970-01-01T00:00:00.000Z' },
  ],
])('sends Ironic %s', async (_what, more, info) => {
  expect((await sentFor(more)).info).toEqual(info)
})

it('accepts the login of a registry only for an image of a registry, and shows it in no plan', async () => {
  const { driver, run, simulator } = simulatedSite()
  const node = simulator.node().available()
  const other = spawnRequestFor(node, { image: { source, pullSecret: 'robot:s3cret' } })
  expect(expectErr(await run(driver.provisioning.spawn(other)), 'invalid_input').field).toBe(
    'image.pullSecret',
  )
  const right = spawnRequestFor(node, {
    image: { source: 'oci://registry/web:1', pullSecret: 'robot:s3cret' },
  })
  expect(JSON.stringify(expectOk(await run(driver.provisioning.plan(right))))).not.toContain('robot:s3cret')
})

it('lists each trait once', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node({ traits: ['CUSTOM_GPU'] }).available()
  const flavor = { traits: ['CUSTOM_GPU', 'CUSTOM_GPU'] }
  expectOk(await run(driver.provisioning.requestSpawn(spawnRequestFor(node, { flavor }))))
  expect(node.now.instance_info['traits']).toEqual(['CUSTOM_GPU'])
})

const image = gzipSync('an ISO image')
it.each<[string, SpawnRequest['configDrive'], unknown]>([
  ['none', undefined, undefined],
  ['a URL', 'https://drives/1?sig=x', 'https://drives/1?sig=x'],
  ['base64', image.toString('base64'), image.toString('base64')],
  ['bytes', new Uint8Array(image), image.toString('base64')],
  [
    'its parts',
    {
      metaData: { hostname: 'web-1', public_keys: { me: 'ssh-ed25519 AAAA' } },
      userData: '#cloud-config\n',
      networkData: { links: [], networks: [], services: [] },
      vendorData: { a: [1, null, true] },
    },
    {
      meta_data: { uuid: NAMELESS.id, hostname: 'web-1', public_keys: { me: 'ssh-ed25519 AAAA' } },
      user_data: '#cloud-config\n',
      network_data: { links: [], networks: [], services: [] },
      vendor_data: { a: [1, null, true] },
    },
  ],
  ['only user data', { userData: '' }, { meta_data: { uuid: NAMELESS.id }, user_data: '' }],
])('sends a config drive of %s', async (_what, configDrive, configdrive) => {
  for (const release of ['21.4', '39.0'] as const)
    expect((await sentFor({ configDrive }, release)).put).toEqual(
      configdrive === undefined ? { target: 'active' } : { target: 'active', configdrive },
    )
})

it('does not change when the caller changes the request later', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node().available()
  const metaData: Record<string, unknown> = { hostname: 'web-1' }
  const spawning = driver.provisioning.requestSpawn(spawnRequestFor(node, { configDrive: { metaData } }))
  metaData['hostname'] = 'changed'
  expectOk(await run(spawning))
  const put = simulator.requests.find(({ method }) => method === 'PUT')
  expect(put?.body).toContain('web-1')
  expect(put?.body).not.toContain('changed')
})

it('sends the steps of a deployment', async () => {
  const deploySteps = [{ interface: 'bios', step: 'factory_reset', args: {}, priority: 95 }]
  expect((await sentFor({ deploySteps })).put).toEqual({ target: 'active', deploy_steps: deploySteps })
})
