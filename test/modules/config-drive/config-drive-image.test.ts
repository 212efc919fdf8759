import { gunzipSync, gzipSync } from 'node:zlib'
import type { ConfigDrive, ConfigDriveParts } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'
import { outcome, ID, filesSent, sent } from './support/sent-config-drive.js'

const MIB = 1_048_576

async function refused(configDrive: ConfigDrive) {
  const { result, changes } = await outcome(configDrive)
  expect(changes).toEqual([])
  return expectErr(result, 'invalid_input')
}

describe('a config drive image that this library builds', () => {
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

  it('is sent to servers that accept no JSON config drive, or none with vendor data', async () => {
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

  it('replaces JSON that is nested deeper than Ironic accepts', async () => {
    const nested = (levels: number): object => (levels === 1 ? {} : { in: nested(levels - 1) })
    expect(typeof (await sent({ metaData: { deep: nested(22) } }))).toBe('object')
    const deep = await filesSent({ metaData: { deep: nested(23) } })
    expect(deep['openstack/latest/meta_data.json']).toContain('"in"')
  })

  it('is identical when it is built again at the same time', async () => {
    const drive = { files: [{ path: '/etc/motd', contents: 'x' }] }
    expect(await sent(drive)).toBe(await sent(drive))
  })
})

describe('a ready-made image', () => {
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

  it('is refused when the node could not unpack it', async () => {
    const error = await refused(packed.subarray(0, 30))
    expect(error).toMatchObject({ field: 'configDrive' })
    expect(error.message).toContain('cannot be unpacked')
    expect((await refused(gzipSync(''))).message).toContain('empty image')
  })
})

describe('refuses what is too large before sending anything', () => {
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
    // Does not advance the clock: packing takes real time, and nothing sleeps before it is done.
    const result = await driver.provisioning.requestSpawn(spawnRequestFor(node, { configDrive: drive }))
    const error = expectErr(result, 'invalid_input')
    expect(error.field).toBe('configDrive')
    expect(error.message).toMatch(says)
    expect(Object.keys(simulator.tally())).toEqual(['GET /'])
  })
})

/** Returns incompressible bytes, the same each time. */
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
