import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 } from '../../src/formats/sha256.js'

it('hashes the examples of FIPS 180-4', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

it('hashes as Node does, at every length around a block and for any text', () => {
  const expected = (text: string) => createHash('sha256').update(text).digest('hex')
  for (let length = 0; length < 200; length++) {
    const text = 'ü'.repeat(length)
    expect(sha256(text)).toBe(expected(text))
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(expected(text))
    }),
  )
})
