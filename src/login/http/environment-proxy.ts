import { ipVersion, isInNetwork } from '../../formats/ip-address.js'
import type { Environment } from './environment.js'

/** The proxy that variables name for an address, and the variable. */
export interface EnvironmentProxy {
  readonly variable: string
  readonly url: string
}

const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }

/**
 * Returns the proxy for an address, as curl and openstacksdk choose it: `HTTPS_PROXY` or `HTTP_PROXY` by the scheme of
 * the address, unless `NO_PROXY` lists its host. Names in lower case win.
 *
 * @see psf/requests `src/requests/utils.py` (should_bypass_proxies, select_proxy)
 */
export function environmentProxy(address: string | URL, env: Environment): EnvironmentProxy | undefined {
  if (!URL.canParse(String(address))) return undefined
  const url = new URL(address)
  const found = read(env, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY')
  if (found === undefined) return undefined
  if (isExempt(url, read(env, 'NO_PROXY')?.value ?? '')) return undefined
  const { variable, value } = found
  return { variable, url: value.includes('://') ? value : `http://${value}` }
}

function read(
  env: Environment,
  name: string,
): { readonly variable: string; readonly value: string } | undefined {
  for (const variable of [name.toLowerCase(), name]) {
    const value = env[variable]
    // An empty one in lower case switches off one in capitals.
    if (value !== undefined) return value === '' ? undefined : { variable, value }
  }
  return undefined
}

function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const usedPort = port === '' ? PORTS[protocol] : port
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || fitsNetwork(host, entry) || fitsName(host, usedPort, entry))
}

/** `10.0.0.0/8`. */
function fitsNetwork(host: string, entry: string): boolean {
  return entry.includes('/') && ipVersion(host) === 4 && isInNetwork(host, entry) === true
}

/** `metal.example` stands for itself and all names below it, as `.metal.example` and `*.metal.example` do. */
function fitsName(host: string, usedPort: string | undefined, entry: string): boolean {
  const [, name = '', port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(isBareIPv6(entry) ? `[${entry}]` : entry) ?? []
  if (port !== undefined && port !== usedPort) return false
  const domain = name.replace(/^\*?\./, '')
  return domain !== '' && (host === domain || (ipVersion(host) === undefined && host.endsWith(`.${domain}`)))
}

function isBareIPv6(entry: string): boolean {
  return !entry.startsWith('[') && entry.split(':').length > 2
}
