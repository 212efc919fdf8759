import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ipVersion, isInNetwork } from '../../src/formats/ip-address.js'

const almost = fc.string({ unit: fc.constantFrom('0', '1', '2', '5', 'a', 'f', ':', '.'), maxLength: 20 })

it('recognizes the addresses that Node recognizes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), almost), (text) => {
      expect(ipVersion(text) ?? 0).toBe(isIP(text))
    }),
    { numRuns: 2_000 },
  )
})

it.each([
  '',
  '01.2.3.4',
  '1.2.3',
  '1.2.3.4.',
  '1.2.3.256',
  '1:2',
  '::1]',
  '::1/64',
  '[::1]',
  'fe80::1%eth0',
  '::g',
])('recognizes no address in "%s"', (text) => {
  expect(ipVersion(text)).toBeUndefined()
})

it('finds the addresses of a network as Node does', () => {
  const ipv4 = fc.tuple(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  const ipv6 = fc.tuple(fc.ipV6(), fc.ipV6(), fc.integer({ min: 0, max: 128 }))
  fc.assert(
    fc.property(fc.oneof(ipv4, ipv6), ([address, network, bits]) => {
      const family = address.includes(':') ? 'ipv6' : 'ipv4'
      const list = new BlockList()
      list.addSubnet(network, bits, family)
      expect(isInNetwork(address, `${network}/${bits}`)).toBe(list.check(address, family))
    }),
  )
})

it('takes a network without a length as one address, and returns undefined for anything invalid', () => {
  expect(isInNetwork('10.0.0.1', '10.0.0.1')).toBe(true)
  expect(isInNetwork('10.0.0.2', '10.0.0.1')).toBe(false)
  expect(isInNetwork('10.0.0.1', '2001:db8::/32')).toBe(false)
  expect(isInNetwork('10.0.0.1', '10.0.0.0/33')).toBeUndefined()
  expect(isInNetwork('metal', '10.0.0.0/8')).toBeUndefined()
})
