import { describe, expect, it } from 'vitest'
import type { IronicClient } from 'ironic-driver/client'
import { simulatedSite } from '../../support/simulated-site.js'

type Method = (...args: readonly unknown[]) => unknown

/** Every method of the client and of its resources. */
function methods(client: IronicClient): ReadonlyMap<string, Method> {
  const found = new Map<string, Method>([['request', (...args) => client.request(args[0] as never)]])
  for (const [resource, part] of Object.entries(client) as readonly (readonly [string, object])[]) {
    const prototype = Object.getPrototypeOf(part) as object
    for (const name of [...Object.getOwnPropertyNames(part), ...Object.getOwnPropertyNames(prototype)]) {
      const method: unknown = Reflect.get(part, name)
      if (name === 'constructor' || Object.hasOwn(Object.prototype, name) || typeof method !== 'function')
        continue
      found.set(`${resource}.${name}`, (...args) => Reflect.apply(method, part, args) as unknown)
    }
  }
  return found
}

function allOf(returned: unknown): unknown {
  return returned instanceof Object && 'all' in returned && typeof returned.all === 'function'
    ? (Reflect.apply(returned.all, returned, []) as unknown)
    : returned
}

const SECRET = 'hunter2-canary'

function throwing(...names: readonly string[]): object {
  const fail = () => {
    throw new TypeError(SECRET)
  }
  return Object.defineProperties(
    {},
    Object.fromEntries(names.map((name) => [name, { enumerable: true, get: fail }])),
  )
}

const HOSTILE: readonly (readonly [string, readonly unknown[]])[] = [
  ['options whose signal throws', ['metal-1', throwing('signal')]],
  ['options whose fields throw, first', [throwing('fields', 'signal', 'filter')]],
  ['options whose signal throws, third', ['metal-1', [], throwing('signal')]],
  ['an input whose getters throw', ['metal-1', throwing('target', 'id', 'enabled', 'device', 'method')]],
  ['null as options, first', [null]],
  ['a symbol as a name', [Symbol(SECRET)]],
  ['an object without a prototype as a name', [Object.create(null)]],
]

describe.each([...methods(simulatedSite().driver.client).keys()])('%s', (name) => {
  it.each(HOSTILE)('returns an error and never throws, given %s', async (_, args) => {
    const { driver, run } = simulatedSite()
    const settled = await run(Promise.resolve(allOf(methods(driver.client).get(name)?.(...args))))
    expect(settled).toHaveProperty('isErr')
    expect(JSON.stringify(settled)).not.toContain('node":{')
  })
})
