import { describe, expect, it } from 'vitest'
import { isUuid, sameId } from '../../src/states/same-id.js'

const LOWER = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
const UPPER = LOWER.toUpperCase()

describe('two ids are equal', () => {
  it.each([
    [LOWER, LOWER, true],
    [LOWER, UPPER, true],
    [UPPER, LOWER, true],
    [LOWER, '1be26c0b-03f2-4d2e-ae87-c02d7f33c124', false],
    [LOWER, null, false],
    [LOWER, undefined, false],
    [null, LOWER, false],
    [undefined, LOWER, false],
    [null, null, true],
    [undefined, undefined, true],
    [null, undefined, false],
  ])('%j and %j: %s', (one, other, same) => {
    expect(sameId(one, other)).toBe(same)
  })
})

describe('a UUID', () => {
  it.each([LOWER, UPPER, '00000000-0000-0000-0000-000000000000'])('includes %s', (text) => {
    expect(isUuid(text)).toBe(true)
  })

  it('includes no similar text', () => {
    const others = Array.from(LOWER, (_, at) => [
      LOWER.slice(0, at) + LOWER.slice(at + 1),
      `${LOWER.slice(0, at)}g${LOWER.slice(at + 1)}`,
    ]).flat()
    for (const text of ['', 'web-1', `x${LOWER}`, `${LOWER}0`, `${LOWER}.json`, ...others])
      expect(isUuid(text), text).toBe(false)
  })
})
