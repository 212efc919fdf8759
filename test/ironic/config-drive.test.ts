import { randomUUID } from 'node:crypto'
import { access } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createKyTransport,
  IronicDriver,
  type ConfigDrive,
  type NetworkData,
  type VifNetwork,
} from 'ironic-driver'
import { recordRequests } from 'ironic-driver/testing'
import type { ApiVersion, FreeForm } from 'ironic-driver/client'
import { cloudConfigText } from '../../src/modules/config-drive/cloud-config.js'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'
import { createAvailableNode } from './fixture/available-node.js'
import { createReaderFolder, readersIn, readerReleases, type ReaderFolder } from './readers/reader-folder.js'
import { servers } from './servers.js'

const MACS = ['52:54:00:00:00:01', '52:54:00:00:00:02', '52:54:00:00:00:03'] as const
const KNOWN_MACS = JSON.stringify(Object.fromEntries(MACS.map((mac, index) => [mac, `eth${index}`])))
const INSTANCE = { id: 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876', name: 'web-1' }
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@home'

const CLOUD_CONFIG = {
  hostname: 'web-1',
  write_files: [{ path: '/etc/motd', content: 'Grüße 😀\u2028and\u0085so\ton\n', permissions: '0644' }],
  runcmd: [['echo', 'quoted "words" and \\ and: colons #', '{}', '[]', '~', 'yes']],
  users: ['default', { name: 'ops', uid: 1001, ssh_authorized_keys: [KEY] }],
}

const DRIVE = {
  publicKeys: { mine: KEY },
  adminPassword: 'secret',
  metaData: { meta: { role: 'web' } },
  userData: {
    parts: [
      { content: { cloudConfig: CLOUD_CONFIG } },
      { content: '#!/bin/sh\necho "ü"\n', filename: 'hello.sh' },
      { content: '#cloud-boothook\n#!/bin/sh\ntrue\n' },
    ],
  },
  vendorData: { 'cloud-init': '#cloud-config\n{"package_update": true}\n' },
  networkData: 'from-vifs',
} as const satisfies ConfigDrive

const FILES = [
  { path: '/etc/motd', contents: 'Hello, ü\n' },
  { path: '/opt/data.bin', contents: Uint8Array.from({ length: 5000 }, (_, index) => index % 256) },
]

const BOND: VifNetwork = {
  mtu: 9000,
  addresses: [
    {
      type: 'ipv4',
      address: '192.0.2.7/22',
      gateway: '192.0.2.1',
      routes: [{ to: '198.51.100.0/24', via: '192.0.2.2' }],
    },
    { type: 'ipv6', address: '2001:db8::7/64', gateway: 'fe80::1' },
  ],
  dns: ['192.0.2.53', '2001:db8::53'],
  vlans: [{ vlanId: 100, mtu: 1500, addresses: [{ type: 'ipv4_dhcp' }] }],
}

/** Returns what Ironic receives for a machine with a bond and a single card. */
async function sent(configDrive: ConfigDrive): Promise<string | Record<string, unknown>> {
  const { simulator, driver, run } = simulatedSite({ networkInterface: 'flat' })
  const node = simulator
    .node()
    .withPortgroup({ mode: '802.3ad', properties: { miimon: '100' }, address: '52:54:00:00:00:aa' })
    .withPort({ address: MACS[0] })
    .withPort({ address: MACS[1] })
    .withPort({ address: MACS[2], portgroup_uuid: null })
    .available()
  const isMade =
    typeof configDrive === 'object' && 'networkData' in configDrive && configDrive.networkData === 'from-vifs'
  const vifs = [{ id: 'vif-bond', ...(isMade && { network: BOND }) }, { id: 'vif-card' }]
  const request = spawnRequestFor(node, { instance: INSTANCE, vifs, configDrive })
  expectOk(await run(driver.provisioning.requestSpawn(request)))
  const put = simulator.requests.find(({ method }) => method === 'PUT')
  return (JSON.parse(put?.body ?? '{}') as { configdrive: string | Record<string, unknown> }).configdrive
}

async function sentImage(configDrive: ConfigDrive): Promise<{ drive: string; image: Buffer }> {
  const drive = await sent(configDrive)
  if (typeof drive !== 'string') throw new Error('It was sent as JSON.')
  return { drive, image: gunzipSync(Buffer.from(drive, 'base64')) }
}

interface Understood {
  readonly metadata: Record<string, unknown>
  readonly publicKeys: readonly string[]
  readonly files: Readonly<Record<string, string>>
  readonly parts: readonly { type: string; filename: string; content: string }[]
  readonly vendorData: unknown
  readonly networkData: NetworkData
  readonly netplan: Record<string, Record<string, Record<string, unknown>>>
}

describe.each(readerReleases)('readers of %s', (release) => {
  let folder: ReaderFolder
  beforeAll(async () => {
    folder = await createReaderFolder(release)
  }, 900_000)

  it('cloud-init understands what Ironic makes of the JSON form', async () => {
    const json = await folder.write('drive.json', JSON.stringify(await sent(DRIVE)))
    const understood = await folder.ask<Understood>(
      'cloud_init.py',
      await folder.ask<string>('json_drive.py', json, `${json}.d`),
      KNOWN_MACS,
    )
    expectAllUnderstood(understood)
    expect(understood.files).toEqual({})
  })

  it('cloud-init understands the image, as xorriso unpacks it', async () => {
    const { image } = await sentImage({ ...DRIVE, files: FILES })
    const iso = await folder.write('drive.iso', image)
    await folder.run('xorriso', '-osirrox', 'on', '-indev', iso, '-extract', '/', `${iso}.d`)
    const understood = await folder.ask<Understood>('cloud_init.py', `${iso}.d`, KNOWN_MACS)
    expectAllUnderstood(understood)
    expect(understood.files).toEqual(
      Object.fromEntries(FILES.map(({ path, contents }) => [path, base64(contents)])),
    )
  })

  it('isoinfo and pycdlib agree on the image, with any of its names', async () => {
    const { image } = await sentImage({ ...DRIVE, files: FILES })
    const iso = await folder.write('drive.iso', image)
    const facts = await folder.run('isoinfo', '-d', '-i', iso)
    expect(facts).toContain('Volume id: config-2')
    expect(facts).toContain(`Volume size is: ${String(image.length / 2048)}`)
    expect(facts).toContain('Joliet with UCS level 3 found')
    expect(facts).toContain('Rock Ridge signatures version 1 found')
    const found = await folder.ask<Record<string, string>>('iso_files.py', iso)
    expect(Object.keys(found).toSorted()).toEqual([
      '/openstack/content/0000',
      '/openstack/content/0001',
      '/openstack/latest/meta_data.json',
      '/openstack/latest/network_data.json',
      '/openstack/latest/user_data',
      '/openstack/latest/vendor_data2.json',
    ])
    for (const view of ['-R', '-J']) {
      const listed = (await folder.run('isoinfo', view, '-f', '-i', iso)).trim().split('\n')
      expect(listed.filter((path) => path in found).toSorted()).toEqual(Object.keys(found).toSorted())
      const [motd, meta] = await Promise.all(
        ['/openstack/content/0000', '/openstack/latest/meta_data.json'].map((path) =>
          folder.run('isoinfo', view, '-x', path, '-i', iso),
        ),
      )
      expect(motd).toBe('Hello, ü\n')
      expect(JSON.parse(meta ?? '')).toMatchObject({ uuid: INSTANCE.id, name: 'web-1' })
    }
  })

  it('cloud-init accepts a cloud-config document, and reads in it what was written', async () => {
    const { user_data } = (await sent({ userData: { cloudConfig: CLOUD_CONFIG } })) as { user_data: string }
    const file = await folder.write('user-data', user_data)
    expect(await folder.run('cloud-init', 'schema', '--config-file', file)).toMatch(/^ *Valid/m)
    const program = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))'
    expect(JSON.parse(await folder.run('python3', '-c', program, file))).toEqual(CLOUD_CONFIG)
  })

  it('cloud-init reads in any document what was written', { timeout: 120_000 }, async () => {
    const anything = fc.jsonValue({ depthSize: 'small', stringUnit: 'binary' })
    const documents = fc
      .sample(fc.dictionary(fc.string({ unit: 'binary' }), anything), { seed: 7, numRuns: 300 })
      .concat({
        yes: ['no', '1e5', '0x1', '~', '<<', '2026-01-01'],
        '<<': { a: 1e21 },
        '=': -1.5e-300,
        '1': '\t\n\r\0',
      })
    documents.push(everyCharacter())
    const written = documents.map((document) => ({ document, text: cloudConfigText(document as FreeForm) }))
    const file = await folder.write('documents.json', JSON.stringify(written))
    expect(await folder.ask('yaml_differences.py', file)).toEqual([])
  })
})

/** Returns all characters of the basic plane except surrogates, in blocks, each between two letters. */
function everyCharacter(): Record<string, string> {
  const block = (high: number) =>
    Array.from({ length: 256 }, (_, low) => `a${String.fromCharCode(high * 256 + low)}b`).join('')
  const blocks = Array.from({ length: 256 }, (_, high) => [`block ${high}`, block(high)] as const)
  return Object.fromEntries(blocks.filter(([, text]) => !/\p{Surrogate}/u.test(text)))
}

function base64(contents: string | Uint8Array): string {
  return Buffer.from(contents as string).toString('base64')
}

function expectAllUnderstood(understood: Understood): void {
  expect(understood.metadata).toMatchObject({
    'instance-id': INSTANCE.id,
    'local-hostname': 'web-1',
    admin_pass: 'secret',
    meta: { role: 'web' },
  })
  expect(understood.publicKeys).toEqual([KEY])
  expect(understood.vendorData).toEqual(DRIVE.vendorData)
  expect(understood.parts).toEqual([
    {
      type: 'text/cloud-config',
      filename: 'part-001',
      content: base64(`#cloud-config\n${cloudConfigJson()}\n`),
    },
    { type: 'text/x-shellscript', filename: 'hello.sh', content: base64('#!/bin/sh\necho "ü"\n') },
    {
      type: 'text/cloud-boothook',
      filename: 'part-003',
      content: base64('#cloud-boothook\n#!/bin/sh\ntrue\n'),
    },
  ])
  expect(understood.networkData.links.map(({ mtu }) => mtu)).toEqual([9000, 9000, 9000, 1500, 1500])
  const { bonds, vlans, ethernets } = understood.netplan
  expect(bonds?.['bond0']).toMatchObject({
    interfaces: ['eth0', 'eth1'],
    macaddress: '52:54:00:00:00:aa',
    mtu: 9000,
    addresses: ['192.0.2.7/22', '2001:db8::7/64'],
    parameters: { mode: '802.3ad', 'mii-monitor-interval': '100' },
  })
  const routes = (bonds?.['bond0']?.['routes'] ?? []) as readonly { via: string }[]
  expect(routes.map(({ via }) => via)).toEqual(['192.0.2.1', '192.0.2.2', 'fe80::1'])
  expect(vlans?.['bond0.100']).toMatchObject({ id: 100, link: 'bond0', mtu: 1500, dhcp4: true })
  expect(ethernets?.['eth2']).toMatchObject({ dhcp4: true, mtu: 1500, match: { macaddress: MACS[2] } })
}

function cloudConfigJson(): string {
  return JSON.stringify(CLOUD_CONFIG, null, 2)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u0085', String.raw`\u0085`)
}

describe.concurrent.each([...servers()])('$name keeps what it was given', (server) => {
  const parts = { publicKeys: { mine: KEY }, userData: { cloudConfig: CLOUD_CONFIG }, vendorData: { a: 1 } }

  it.each<[string, ConfigDrive, { newestVersion?: ApiVersion }]>([
    ['JSON', parts, {}],
    ['an image with files', { ...parts, files: FILES }, {}],
    ['an image, since it is spoken to as one that knows no JSON form', parts, { newestVersion: '1.55' }],
  ])('as %s, to the letter', async (what, configDrive, options) => {
    const sent = recordRequests(createKyTransport({ endpoint: server.url }))
    const { provisioning, client } = new IronicDriver({ transport: sent, ...options })
    const { uuid: node } = await createAvailableNode(server.url)
    const instance = { ...INSTANCE, id: randomUUID() }
    expectOk(await provisioning.spawn(spawnRequestFor(node, { instance, configDrive })))
    const put = sent.requests.find(({ method }) => method === 'PUT')
    const { configdrive } = JSON.parse(put?.body ?? '{}') as { configdrive: unknown }
    expect(typeof configdrive).toBe(what === 'JSON' ? 'object' : 'string')
    expect((await server.storedInstanceInfo(node))['configdrive']).toEqual(configdrive)
    expectOk(await provisioning.destroy({ node, instance: instance.id }, { until: 'available' }))
    expectOk(await client.nodes.delete(node))
  })
})

describe.each(servers())('$name reads the networks of an image', ({ root }) => {
  const repair = `${root}/usr/lib/python3/dist-packages/ironic/conductor/configdrive_utils.py`
  let knows = false
  beforeAll(async () => {
    knows = await access(repair).then(
      () => true,
      () => false,
    )
  })

  it('and does not change one that has an MTU on every link', async ({ skip }) => {
    if (!knows) skip('This release does not look.')
    const { drive } = await sentImage({ ...DRIVE, files: FILES })
    const folder = await readersIn(root)
    const file = await folder.write('drive', drive)
    expect(await folder.ask('ironic_repair.py', file, '{}')).toBe(drive)
  })

  it('and corrects only the document without one', async ({ skip }) => {
    if (!knows) skip('This release does not look.')
    const broken = { links: [{ id: 'nic0', type: 'phy' }], networks: [], services: [] }
    const { drive, image } = await sentImage({ ...DRIVE, networkData: broken, files: FILES })
    const folder = await readersIn(root)
    const right = JSON.stringify({ links: [{ id: 'nic0', mtu: 1500 }], networks: [], services: [] })
    const corrected = await folder.ask<string>('ironic_repair.py', await folder.write('drive', drive), right)
    const filesOf = async (contents: Buffer) =>
      folder.ask<Record<string, string>>('iso_files.py', await folder.write('drive.iso', contents))
    const network = '/openstack/latest/network_data.json'
    const { [network]: before, ...rest } = await filesOf(image)
    const { [network]: after, ...others } = await filesOf(gunzipSync(Buffer.from(corrected, 'base64')))
    expect(others).toEqual(rest)
    expect(
      [before, after].map((text) => JSON.parse(Buffer.from(text ?? '', 'base64').toString()) as unknown),
    ).toEqual([broken, JSON.parse(right)])
  })
})
