import { expect, it } from 'vitest'
import type { IronicClient } from 'ironic-driver/client'
import { expectErr } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

type Call = (client: IronicClient, nothing: never) => ReturnType<IronicClient['request']>

const calls: Record<string, Call> = {
  'nodeStates.provision': (client, nothing) => client.nodeStates.provision('m1', nothing),
  'nodeStates.power': (client, nothing) => client.nodeStates.power('m1', nothing),
  'nodeBootDevice.set': (client, nothing) => client.nodeBootDevice.set('m1', nothing),
  'nodeBootMode.setSecureBoot': (client, nothing) => client.nodeBootMode.setSecureBoot('m1', nothing),
  'nodeConsole.set': (client, nothing) => client.nodeConsole.set('m1', nothing),
  'nodeVifs.attach': (client, nothing) => client.nodeVifs.attach('m1', nothing),
  'nodeVmedia.attach': (client, nothing) => client.nodeVmedia.attach('m1', nothing),
  'nodeVendorPassthru.call': (client, nothing) => client.nodeVendorPassthru.call('m1', nothing),
  'driverVendorPassthru.call': (client, nothing) => client.driverVendorPassthru.call('redfish', nothing),
}

const optional: Record<string, Call> = {
  'nodeMaintenance.set': (client, nothing) => client.nodeMaintenance.set('m1', nothing),
  'nodeVmedia.detach': (client, nothing) => client.nodeVmedia.detach('m1', nothing),
}

it.each([
  ...Object.entries(calls).flatMap(([name, call]) => [
    [name, undefined, call] as const,
    [name, null, call] as const,
  ]),
  ...Object.entries(optional).map(([name, call]) => [name, null, call] as const),
])('%s refuses %s instead of an object, before anything is sent', async (operation, nothing, call) => {
  const { driver, run, simulator } = simulatedSite()
  const error = expectErr(await run(call(driver.client, nothing as never)), 'invalid_input')
  expect(error.operation).toBe(operation)
  expect(error.message).toContain('must be an object')
  expect(simulator.requests).toEqual([])
})
