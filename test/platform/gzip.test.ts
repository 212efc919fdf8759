import { expect, it } from 'vitest'
import * as browser from '../../src/platform/gzip.browser.js'
import * as node from '../../src/platform/gzip.js'

const forms = Object.entries({ node, browser })
const bytes = new Uint8Array(200_000).map((_, index) => index % 7)

it.each(forms)('unpacks what it has packed (%s)', async (_, { gzip, gunzip }) => {
  const packed = await gzip(bytes)
  expect(packed.length).toBeLessThan(bytes.length / 10)
  const unpacked = await gunzip(packed, bytes.length)
  expect(unpacked === 'too_large' ? unpacked : Uint8Array.from(unpacked)).toEqual(bytes)
})

it.each(forms)('stops at more bytes than allowed (%s)', async (_, { gzip, gunzip }) => {
  expect(await gunzip(await gzip(bytes), bytes.length - 1)).toBe('too_large')
})

it.each(forms)('rejects what cannot be unpacked (%s)', async (_, { gzip, gunzip }) => {
  const packed = await gzip(bytes)
  await expect(gunzip(packed.subarray(0, 50), bytes.length)).rejects.toThrow()
  await expect(gunzip(bytes, bytes.length)).rejects.toThrow()
})
