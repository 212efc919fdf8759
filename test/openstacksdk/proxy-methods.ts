import { readFileSync, writeFileSync } from 'node:fs'

const RECORD = new URL('proxy-methods.json', import.meta.url)

/** The public methods of openstacksdk's bare metal proxy, as they were read from its source. */
export interface ProxyMethods {
  /** The release of openstacksdk. */
  readonly release: string
  readonly methods: readonly string[]
}

export function recordedProxyMethods(): ProxyMethods {
  return JSON.parse(readFileSync(RECORD, 'utf8')) as ProxyMethods
}

/** Reads them anew from `openstack/baremetal/v1/_proxy.py`. Overloads of one method are one. */
export function recordProxyMethods(release: string, proxySource: string): ProxyMethods {
  const names = [...proxySource.matchAll(/^ {4}def ([a-z]\w*)\(/gm)].map(([, name = '']) => name)
  const read: ProxyMethods = { release, methods: [...new Set(names)] }
  writeFileSync(RECORD, `${JSON.stringify(read, undefined, 2)}\n`)
  return read
}
