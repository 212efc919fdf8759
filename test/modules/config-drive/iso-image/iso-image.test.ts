import { expect, it } from 'vitest'
import { filesOf, sectorOf } from '../../../support/iso-reader.js'
import {
  buildIsoImage,
  type IsoImageOptions,
} from '../../../../src/modules/config-drive/iso-image/build-iso-image.js'

const at = new Date('2026-02-03T04:05:06.700Z')
const SECTOR = 2048
const isoImage = (options: IsoImageOptions) => Buffer.from(buildIsoImage(options))
const file = (path: string, text = path) => ({ path, contents: Buffer.from(text) })
const FILES = [
  file('openstack/latest/user_data'),
  file('openstack/latest/meta_data.json'),
  file('openstack/latest/network_data.json'),
  file('openstack/content/0000'),
]

it('states its label, size and creation time in its descriptors', () => {
  const image = isoImage({ label: 'config-2', files: FILES, at })
  const [primary, joliet, last] = [16, 17, 18].map((number) => sectorOf(image, number)) as [
    Buffer,
    Buffer,
    Buffer,
  ]
  expect(image.subarray(0, 16 * SECTOR).every((byte) => byte === 0)).toBe(true)
  expect([primary, joliet, last].map((one) => [one[0], one.toString('latin1', 1, 6), one[6]])).toEqual([
    [1, 'CD001', 1],
    [2, 'CD001', 1],
    [255, 'CD001', 1],
  ])
  expect(primary.toString('latin1', 40, 72)).toBe('config-2'.padEnd(32))
  expect(Buffer.from(joliet.subarray(40, 72)).swap16().toString('utf16le')).toBe('config-2'.padEnd(16))
  expect(joliet.toString('latin1', 88, 91)).toBe('%/E')
  for (const descriptor of [primary, joliet]) {
    expect(descriptor.readUInt32LE(80)).toBe(image.length / SECTOR)
    expect(descriptor.readUInt32BE(84)).toBe(image.length / SECTOR)
    expect(descriptor.readUInt16LE(128)).toBe(SECTOR)
    expect(descriptor.toString('latin1', 813, 829)).toBe('2026020304050670')
    expect(descriptor[881]).toBe(1)
    expect(descriptor).toHaveLength(SECTOR)
  }
})

it('shows the same files in all three directory trees', () => {
  const image = isoImage({ label: 'config-2', files: FILES, at })
  const real = Object.fromEntries(FILES.map(({ path }) => [path, path]))
  expect(filesOf(image, 'joliet')).toEqual(real)
  expect(filesOf(image, 'rock ridge')).toEqual(real)
  expect(filesOf(image, 'plain')).toEqual({
    'openstack/content/0000.;1': 'openstack/content/0000',
    'openstack/latest/meta_data.json;1': 'openstack/latest/meta_data.json',
    'openstack/latest/network_data.json;1': 'openstack/latest/network_data.json',
    'openstack/latest/user_data.;1': 'openstack/latest/user_data',
  })
})

it('lists its directories in both path tables, each with the number of its parent', () => {
  const image = isoImage({ label: 'config-2', files: FILES, at })
  const table = (sector: number, order: 'LE' | 'BE') => {
    const bytes = sectorOf(image, 16).readUInt32LE(132)
    const found: [string, number][] = []
    for (let at = sector * SECTOR; at < sector * SECTOR + bytes;) {
      const length = image[at] ?? 0
      const parent = order === 'LE' ? image.readUInt16LE(at + 6) : image.readUInt16BE(at + 6)
      found.push([image.toString('latin1', at + 8, at + 8 + length), parent])
      at += 8 + length + (length % 2)
    }
    return found
  }
  const expected = [
    ['\0', 1],
    ['openstack', 1],
    ['content', 2],
    ['latest', 2],
  ]
  expect(table(sectorOf(image, 16).readUInt32LE(140), 'LE')).toEqual(expected)
  expect(table(sectorOf(image, 16).readUInt32BE(148), 'BE')).toEqual(expected)
})

it('holds more files than fit in one sector of a directory, empty and large ones', () => {
  const files = Array.from({ length: 400 }, (_, index) =>
    file(`openstack/content/${String(index).padStart(4, '0')}`, 'x'.repeat(index * 13)),
  )
  const image = isoImage({ label: 'config-2', files, at })
  expect(filesOf(image, 'rock ridge')).toEqual(
    Object.fromEntries(files.map(({ path, contents }) => [path, contents.toString()])),
  )
  expect(Object.keys(filesOf(image, 'joliet'))).toHaveLength(400)
})

it('is identical for the same files at the same time, in any order', () => {
  const build = (files = FILES, when = at) => isoImage({ label: 'config-2', files, at: when })
  expect(build([...FILES].reverse())).toEqual(build())
  expect(build(FILES, new Date(0))).not.toEqual(build())
})

it.each(['openstack/Latest/x', 'openstack/../x', 'a'.repeat(21), '', 'a/', 'a.b.c', 'ü'])(
  'refuses the path "%s", which readers interpret differently',
  (path) => {
    expect(() => buildIsoImage({ label: 'config-2', files: [file(path)], at })).toThrow(RangeError)
  },
)

it('refuses a path that occurs twice', () => {
  expect(() => buildIsoImage({ label: 'config-2', files: [file('a'), file('a')], at })).toThrow(RangeError)
})
