import { gunzipSync, gzipSync } from 'node:zlib'
import type { ConfigDrive, ConfigDriveParts, SpawnRequest } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { filesOf } from '../../support/iso-reader.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'

const ID = 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876'
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@home'
const MIB = 1_048_576

/** What is sent for a config drive. */
async function sent(
  configDrive: ConfigDrive,
  maxVersion = '1.115',
  instance: SpawnRequest['instance'] = { id: ID },
) {
  const { result, put } = await outcome(configDrive, maxVersion, instance)
  expectOk(result)
  return (JSON.parse(put ?? '{}') as { configdrive: Record<string, unknown> | string }).configdrive
}

async function outcome(
  configDrive: ConfigDrive,
  maxVersion = '1.115',
  instance: SpawnRequest['instance'] = { id: ID },
) {
  const { simulator, driver, run } = simulatedSite({ maxVersion })
  const node = simulator.node().available()
  const result = await run(driver.provisioning.requestSpawn(spawnRequestFor(node, { instance, configDrive })))
  const changes = simulator.requests.filter(({ method }) => method !== 'GET')
  return { result, changes, put: simulator.requests.find(({ method }) => method === 'PUT')?.body }
}

async function refused(configDrive: ConfigDrive) {
  const { result, changes } = await outcome(configDrive)
  expect(changes).toEqual([])
  return expectErr(result, 'invalid_input')
}

/** The files of the image that is sent, the same by every way of looking at it. */
async function filesSent(configDrive: ConfigDrive, maxVersion?: string) {
  const drive = await sent(configDrive, maxVersion)
  if (typeof drive !== 'string') throw new Error('It was sent as JSON.')
  const image = gunzipSync(Buffer.from(drive, 'base64'))
  expect(image.toString('latin1', 16 * 2048 + 40, 16 * 2048 + 48)).toBe('config-2')
  const files = filesOf(image, 'rock ridge')
  expect(filesOf(image, 'joliet')).toEqual(files)
  return files
}

describe('meta data', () => {
  it("is the instance's, in the names that images of Nova look for", async () => {
    const configDrive = {
      publicKeys: { mine: KEY, theirs: 'ssh-rsa AAAAB3Nz' },
      adminPassword: 'secret',
      metaData: { availability_zone: 'az1', meta: { role: 'web' } },
    }
    expect(await sent(configDrive, '1.115', { id: ID, name: 'web-1.example' })).toEqual({
      meta_data: {
        uuid: ID,
        name: 'web-1.example',
        hostname: 'web-1.example',
        public_keys: { mine: KEY, theirs: 'ssh-rsa AAAAB3Nz' },
        keys: [
          { name: 'mine', type: 'ssh', data: KEY },
          { name: 'theirs', type: 'ssh', data: 'ssh-rsa AAAAB3Nz' },
        ],
        admin_pass: 'secret',
        availability_zone: 'az1',
        meta: { role: 'web' },
      },
    })
  })

  it.each<[string, string, string | undefined]>([
    ['a name that is a host name', 'web-1', 'web-1'],
    ['a name with a space', 'the web server', undefined],
    ['a name with an underscore', 'web_1', undefined],
    ['a name with a dash at its end', 'web-', undefined],
  ])('has a host name by default for %s', async (_what, name, hostname) => {
    const drive = await sent({ userData: 'x' }, '1.115', { id: ID, name })
    expect(drive).toMatchObject({ meta_data: { name } })
    expect((drive as { meta_data: object }).meta_data).toEqual({
      uuid: ID,
      name,
      ...(hostname && { hostname }),
    })
  })

  it('keeps what the caller writes under the same names', async () => {
    const metaData = { uuid: 'their-own', hostname: 'other', public_keys: { a: 'b' } }
    expect(await sent({ metaData }, '1.115', { id: ID, name: 'web-1' })).toEqual({
      meta_data: { ...metaData, name: 'web-1' },
    })
  })

  it.each([
    ['options', `restrict,from="10.0.0.0/8" ${KEY}`],
    ['an option with blanks and quotes in it', `command="echo \\"a b\\" # c",no-pty ${KEY}`],
    ['a certificate authority', `cert-authority,principals="ops, web" ${KEY}`],
    ['the option cert-authority alone', `cert-authority ${KEY}`],
    [
      'blanks and tabs between its parts',
      'restrict \t ssh-ed25519  \tAAAAC3NzaC1lZDI1NTE5AAAA\t me at  home',
    ],
    ['no comment', 'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t'],
    ['a certificate', 'ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQ= id'],
  ])('takes a key with %s as it stands in authorized_keys', async (_what, key) => {
    expect(await sent({ publicKeys: [key] })).toMatchObject({ meta_data: { public_keys: { 'key-1': key } } })
  })

  it('numbers keys that have no names', async () => {
    expect(await sent({ publicKeys: [`${KEY}\n`] })).toMatchObject({
      meta_data: { public_keys: { 'key-1': KEY } },
    })
  })
})

describe('user data', () => {
  it('can be a cloud-config document as an object', async () => {
    const cloudConfig = {
      packages: ['nginx'],
      note: 'a\u2028b\u0085c\u007f "ü" 😀',
      big: 1e21,
      small: 1.5e-7,
      n: 1,
    }
    expect(await sent({ userData: { cloudConfig } })).toMatchObject({
      user_data: [
        '#cloud-config',
        '{',
        '  "packages": [',
        '    "nginx"',
        '  ],',
        String.raw`  "note": "a\u2028b\u0085c\u007f \"ü\" 😀",`,
        '  "big": 1.0e+21,',
        '  "small": 1.5e-7,',
        '  "n": 1',
        '}',
        '',
      ].join('\n'),
    })
  })

  it('can be several parts, each with the type that its first line tells', async () => {
    const userData = {
      parts: [
        { content: { cloudConfig: { hostname: 'web-1' } } },
        { content: '#!/bin/sh\necho ü\n', filename: 'hello.sh' },
        { content: new Uint8Array([1, 2, 255]), type: 'application/octet-stream' },
      ],
    }
    const { user_data } = (await sent({ userData })) as { user_data: string }
    expect(user_data.split('\n')).toEqual([
      'Content-Type: multipart/mixed; boundary="=-ironic-driver-=="',
      'MIME-Version: 1.0',
      '',
      '--=-ironic-driver-==',
      'Content-Type: text/cloud-config; charset="utf-8"',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="part-001"',
      '',
      Buffer.from('#cloud-config\n{\n  "hostname": "web-1"\n}\n').toString('base64'),
      '--=-ironic-driver-==',
      'Content-Type: text/x-shellscript; charset="utf-8"',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="hello.sh"',
      '',
      Buffer.from('#!/bin/sh\necho ü\n').toString('base64'),
      '--=-ironic-driver-==',
      'Content-Type: application/octet-stream',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="part-003"',
      '',
      'AQL/',
      '--=-ironic-driver-==--',
      '',
    ])
  })

  it('can be bytes, which go as JSON when they are a text', async () => {
    expect(await sent({ userData: Buffer.from('#!/bin/sh\necho ü\n') })).toMatchObject({
      user_data: '#!/bin/sh\necho ü\n',
    })
    const files = await filesSent({ userData: gzipSync('#!/bin/sh') })
    expect(Object.keys(files)).toEqual(['openstack/latest/meta_data.json', 'openstack/latest/user_data'])
  })
})

describe('an image made here', () => {
  const parts: ConfigDriveParts = {
    userData: '#!/bin/sh\n',
    networkData: { links: [], networks: [], services: [] },
    vendorData: { a: 1 },
  }
  const files = {
    'openstack/latest/meta_data.json': JSON.stringify({ uuid: ID }),
    'openstack/latest/network_data.json': '{"links":[],"networks":[],"services":[]}',
    'openstack/latest/user_data': '#!/bin/sh\n',
    'openstack/latest/vendor_data2.json': '{"a":1}',
  }

  it('goes to servers that know no JSON form, or none with vendor data', async () => {
    expect(await filesSent(parts, '1.55')).toEqual(files)
    expect(await filesSent(parts, '1.58')).toEqual(files)
    expect(typeof (await sent(parts, '1.59'))).toBe('object')
    expect(typeof (await sent({ userData: '#!/bin/sh\n' }, '1.56'))).toBe('object')
  })

  it('carries files for the instance', async () => {
    const injected = [
      { path: '/etc/motd', contents: 'Hello, ü\n' },
      { path: '/usr/local/bin/x', contents: new Uint8Array([0x23, 0x21]) },
    ]
    expect(await filesSent({ files: injected })).toEqual({
      'openstack/content/0000': 'Hello, ü\n',
      'openstack/content/0001': '#!',
      'openstack/latest/meta_data.json': JSON.stringify({
        uuid: ID,
        files: [
          { path: '/etc/motd', content_path: '/content/0000' },
          { path: '/usr/local/bin/x', content_path: '/content/0001' },
        ],
      }),
    })
  })

  it('takes over when the JSON is nested deeper than Ironic takes', async () => {
    const nested = (levels: number): object => (levels === 1 ? {} : { in: nested(levels - 1) })
    expect(typeof (await sent({ metaData: { deep: nested(22) } }))).toBe('object')
    const deep = await filesSent({ metaData: { deep: nested(23) } })
    expect(deep['openstack/latest/meta_data.json']).toContain('"in"')
  })

  it('is the same at the same time', async () => {
    const drive = { files: [{ path: '/etc/motd', contents: 'x' }] }
    expect(await sent(drive)).toBe(await sent(drive))
  })
})

describe('one that is ready', () => {
  const image = Buffer.alloc(40 * 1024)
  image.write('\u0001CD001', 16 * 2048, 'latin1')
  const packed = gzipSync(image)
  const base64 = packed.toString('base64')

  it.each<[string, ConfigDrive, string | undefined]>([
    ['a gzipped image in base64', base64, base64],
    ['base64 in lines', base64.replace(/(.{20})/g, '$1\n'), base64],
    ['a gzipped image', packed, base64],
    ['the base64 of one, as read from a file', Buffer.from(`${base64}\n`), base64],
    ['an image that is not packed', image, undefined],
    ['the base64 of an image that is not packed', image.toString('base64'), undefined],
  ])('is sent gzipped and in base64: %s', async (_what, drive, same) => {
    const value = await sent(drive)
    if (same !== undefined) expect(value).toBe(same)
    expect(gunzipSync(Buffer.from(typeof value === 'string' ? value : '', 'base64')).equals(image)).toBe(true)
  })

  it('is not taken when it cannot be unpacked on the machine', async () => {
    const error = await refused(packed.subarray(0, 30))
    expect(error).toMatchObject({ field: 'configDrive' })
    expect(error.message).toContain('cannot be unpacked')
    expect((await refused(gzipSync(''))).message).toContain('empty image')
  })
})

describe('what is too large is refused before anything is sent', () => {
  const large = 'x'.repeat(33 * MIB)

  it.each<[string, ConfigDrive, RegExp]>([
    [
      'user data, which Ironic writes twice',
      { userData: large },
      /image of 66\.1 MiB.*deploy agent has room for 64 MiB/,
    ],
    ['files', { files: [{ path: '/a', contents: Buffer.alloc(65 * MIB) }] }, /image of 65\.1 MiB/],
    ['an image that unpacks to more', gzipSync(Buffer.alloc(65 * MIB)), /more than 64 MiB/],
    [
      'files that cannot be packed to less than Ironic takes',
      { files: [{ path: '/a', contents: noise(50 * MIB) }] },
      /request of 66\.\d MiB.*max_json_body_size_provision.*URL/,
    ],
  ])('%s', { timeout: 60_000 }, async (_what, drive, says) => {
    const { simulator, driver } = simulatedSite()
    const node = simulator.node().available()
    // Not by turning the clock: packing so much takes its time, and nothing sleeps before it is over.
    const result = await driver.provisioning.requestSpawn(spawnRequestFor(node, { configDrive: drive }))
    const error = expectErr(result, 'invalid_input')
    expect(error.field).toBe('configDrive')
    expect(error.message).toMatch(says)
    expect(Object.keys(simulator.tally())).toEqual(['GET /'])
  })
})

/** Bytes that nothing packs, the same each time. */
function noise(length: number): Buffer {
  const words = new Uint32Array(length / 4)
  let word = 1
  for (let index = 0; index < words.length; index += 1) {
    word ^= word << 13
    word ^= word >>> 17
    word ^= word << 5
    words[index] = word
  }
  return Buffer.from(words.buffer)
}
