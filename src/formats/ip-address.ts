/** An address with its prefix length, such as `192.0.2.7/24` or `2001:db8::7/64`. */
export interface Cidr {
  readonly version: 4 | 6
  readonly address: string
  /** Written as an address, such as `255.255.255.0` or `ffff:ffff:ffff:ffff::`. */
  readonly netmask: string
  /** The address of the network itself. */
  readonly network: string
}

/** Parses an address with a prefix length; returns `undefined` when the text is not one. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length = '', ...rest] = text.split('/')
  const version = ipVersion(address)
  if (version === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined
  const bits = version === 4 ? 32 : 128
  if (Number(length) > bits) return undefined
  const mask = (1n << BigInt(bits)) - (1n << BigInt(bits - Number(length)))
  return {
    version,
    address: canonicalIp(address),
    netmask: written(mask, version),
    network: written(valueOf(address, version) & mask, version),
  }
}

/** Returns `undefined` for an invalid address, or one with a zone (`fe80::1%eth0`): zones differ between machines. */
export function ipVersion(text: string): 4 | 6 | undefined {
  if (IPV4.test(text)) return 4
  return IPV6_CHARACTERS.test(text) && URL.canParse(`http://[${text}]`) ? 6 : undefined
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/
const IPV6_CHARACTERS = /^[\da-f:.]+$/i

/**
 * Returns whether an address belongs to a network, such as `10.0.0.0/8`; a network without length is a single address.
 * Returns `undefined` when either is invalid.
 */
export function isInNetwork(address: string, network: string): boolean | undefined {
  const [first = '', length = ipVersion(first) === 4 ? '32' : '128'] = network.split('/', 2)
  const whole = parseCidr(network.includes('/') ? network : `${first}/${length}`)
  const version = ipVersion(address)
  if (whole === undefined || version === undefined) return undefined
  return version === whole.version && parseCidr(`${address}/${length}`)?.network === whole.network
}

/** Returns the canonical short form of an address, without a dotted IPv4 part in IPv6. */
export function canonicalIp(text: string): string {
  return IPV4.test(text) ? text : new URL(`http://[${text}]`).hostname.slice(1, -1)
}

function valueOf(address: string, version: 4 | 6): bigint {
  if (version === 4) return address.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n)
  const [front = '', back] = canonicalIp(address).split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [before, after] = [groups(front), back === undefined ? [] : groups(back)]
  const zeros = Array<string>(8 - before.length - after.length).fill('0')
  return [...before, ...zeros, ...after].reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n)
}

function written(value: bigint, version: 4 | 6): string {
  const [parts, bits] = version === 4 ? [4, 8n] : [8, 16n]
  const each = Array.from(
    { length: parts },
    (_, index) => (value >> (bits * BigInt(parts - 1 - index))) & ((1n << bits) - 1n),
  )
  return version === 4 ? each.join('.') : canonicalIp(each.map((part) => part.toString(16)).join(':'))
}
