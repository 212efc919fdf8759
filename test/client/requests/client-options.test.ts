import { createModuleContext, IronicDriver, type IronicDriverOptions } from 'ironic-driver'
import { IronicClient } from 'ironic-driver/client'
import { IronicSimulator } from 'ironic-driver/testing'
import { expect, it } from 'vitest'

const transport = () => new IronicSimulator()

const WRONG: readonly (readonly [string, unknown])[] = [
  ['options', undefined],
  ['transport', {}],
  ['transport', { transport: 'http://127.0.0.1:6385' }],
  ['clock', { clock: { now: () => 0 } }],
  ['random', { random: 0.5 }],
  ['retryForMs', { retryForMs: -1 }],
  ['retryForMs', { retryForMs: Infinity }],
  ['requestTimeoutMs', { requestTimeoutMs: 0 }],
  ['requestTimeoutMs', { requestTimeoutMs: '60' }],
  ['maxRequestsPerSecond', { maxRequestsPerSecond: 0 }],
  ['maxRequestsPerSecond', { maxRequestsPerSecond: Infinity }],
  ['maxRequestsPerSecond', { maxRequestsPerSecond: '5' }],
  ['newestVersion', { newestVersion: 'latest' }],
  ['retries', { retries: 3 }],
]

it.each(WRONG)('answers every call with the problem of %s: %o', async (field, wrong) => {
  const simulator = transport()
  const options = (
    typeof wrong === 'object' && field !== 'transport' ? { transport: simulator, ...wrong } : wrong
  ) as IronicDriverOptions
  const driver = new IronicDriver(options)
  const calls = [
    driver.power.state({ node: 'metal-1' }),
    driver.provisioning.destroy({ node: 'metal-1' }),
    new IronicClient(options).nodes.get('metal-1'),
    createModuleContext(options).client.features(),
  ]
  for (const result of await Promise.all(calls))
    expect(result.isErr() && result.error).toMatchObject({ kind: 'invalid_input', field })
  expect(simulator.requests).toEqual([])
})

it('treats an undefined option as absent', async () => {
  const simulator = transport()
  simulator.node({ name: 'metal-1' }).active()
  const driver = new IronicDriver({ transport: simulator, clock: undefined, retryForMs: undefined })
  expect((await driver.power.state({ node: 'metal-1' })).isOk()).toBe(true)
})
