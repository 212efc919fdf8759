import type { IronicDriver, IronicDriverError } from 'ironic-driver'
import type { ResultAsync } from 'neverthrow'
import { expect } from 'vitest'
import { simulatedSite } from '../../support/simulated-site.js'

/** Values that plain JavaScript may pass in spite of the types. */
type Call = (driver: IronicDriver, given: never, options: never) => ResultAsync<unknown, IronicDriverError>

export const node = '5c1c8f5a-7f0e-4d63-8f11-4f1f5b0c9a01'

export const instance = 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876'

export const vif = { id: '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11' }

export const image = { source: 'http://images/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }

export const request = { instance: { id: instance }, node, image }

/** Every verb, with the first argument and the options that it accepts. */
export const VERBS = {
  'power.state': { call: (d, t, o) => d.power.state(t, o), takes: 'target' },
  'power.on': { call: (d, t, o) => d.power.on(t, o), takes: 'target' },
  'power.off': { call: (d, t, o) => d.power.off(t, o), takes: 'target' },
  'power.reboot': { call: (d, t, o) => d.power.reboot(t, o), takes: 'target' },
  'power.requestOn': { call: (d, t, o) => d.power.requestOn(t, o), takes: 'target' },
  'power.requestOff': { call: (d, t, o) => d.power.requestOff(t, o), takes: 'target' },
  'power.requestReboot': { call: (d, t, o) => d.power.requestReboot(t, o), takes: 'target' },
  'power.waitForOn': { call: (d, t, o) => d.power.waitForOn(t, o), takes: 'target' },
  'power.waitForOff': { call: (d, t, o) => d.power.waitForOff(t, o), takes: 'target' },
  'power.waitForReboot': { call: (d, t, o) => d.power.waitForReboot(t, o), takes: 'target' },
  'power.injectNmi': { call: (d, t, o) => d.power.injectNmi(t, o), takes: 'target' },
  'networking.vifs': { call: (d, t, o) => d.networking.vifs(t, o), takes: 'target' },
  'networking.attachVif': { call: (d, t, o) => d.networking.attachVif(t, vif, o), takes: 'target' },
  'networking.detachVif': { call: (d, t, o) => d.networking.detachVif(t, vif.id, o), takes: 'target' },
  'networking.syncVifs': { call: (d, t, o) => d.networking.syncVifs(t, [vif], o), takes: 'target' },
  'networking.networkData': { call: (d, t, o) => d.networking.networkData(t, [vif], o), takes: 'target' },
  'provisioning.status': { call: (d, t, o) => d.provisioning.status(t, o), takes: 'target' },
  'provisioning.destroy': { call: (d, t, o) => d.provisioning.destroy(t, o), takes: 'target' },
  'provisioning.requestDestroy': { call: (d, t, o) => d.provisioning.requestDestroy(t, o), takes: 'target' },
  'provisioning.waitForSpawn': { call: (d, t, o) => d.provisioning.waitForSpawn(t, o), takes: 'target' },
  'provisioning.waitForDestroy': { call: (d, t, o) => d.provisioning.waitForDestroy(t, o), takes: 'both' },
  'provisioning.reserve': { call: (d, t, o) => d.provisioning.reserve(t, o), takes: 'both' },
  'provisioning.release': { call: (d, t, o) => d.provisioning.release(t, o), takes: 'both' },
  'provisioning.plan': { call: (d, t, o) => d.provisioning.plan(t, o), takes: 'request' },
  'provisioning.spawn': { call: (d, t, o) => d.provisioning.spawn(t, o), takes: 'request' },
  'provisioning.requestSpawn': { call: (d, t, o) => d.provisioning.requestSpawn(t, o), takes: 'request' },
} satisfies Readonly<Record<string, { readonly call: Call; readonly takes: Takes }>>

export type Takes = 'target' | 'both' | 'request'

export const throwing = (field: string) =>
  Object.defineProperty({}, field, {
    enumerable: true,
    get: () => {
      throw new Error('this getter throws')
    },
  })

export async function outcomeOf(call: (driver: IronicDriver) => ResultAsync<unknown, IronicDriverError>) {
  const { simulator, driver, run } = simulatedSite()
  const result = await run(call(driver))
  expect(simulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  if (result.isOk()) throw new Error('It was accepted.')
  return result.error
}
