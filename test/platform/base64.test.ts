import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as browser from '../../src/platform/base64.browser.js'
import * as node from '../../src/platform/base64.js'

it.each(Object.entries({ node, browser }))(
  'encodes and decodes any bytes (%s)',
  (_, { toBase64, fromBase64 }) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64')
        expect(toBase64(bytes)).toBe(text)
        expect(fromBase64(text)).toEqual(bytes)
        expect(fromBase64(text.replace(/.{5}/g, '$&\n'))).toEqual(bytes)
      }),
    )
    const large = new Uint8Array(100_000).map((_, index) => index % 251)
    expect(fromBase64(toBase64(large))).toEqual(large)
  },
)
