import { expect, it } from 'vitest'
import { randomUuid } from '../../src/formats/random-uuid.js'

const VERSION_4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

it('returns a new UUID at each call', () => {
  expectNewUuids()
})

it('returns UUIDs on a page without TLS, which lacks the function of the platform', () => {
  Object.defineProperty(globalThis.crypto, 'randomUUID', { value: undefined, configurable: true })
  try {
    expectNewUuids()
  } finally {
    Reflect.deleteProperty(globalThis.crypto, 'randomUUID')
  }
  expect(globalThis.crypto.randomUUID()).toMatch(VERSION_4)
})

function expectNewUuids(): void {
  const uuids = Array.from({ length: 20 }, randomUuid)
  expect(uuids.filter((uuid) => !VERSION_4.test(uuid))).toEqual([])
  expect(new Set(uuids).size).toBe(20)
}
