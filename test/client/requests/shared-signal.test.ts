import { getEventListeners } from 'node:events'
import { IronicDriver } from 'ironic-driver'
import { expect, it, onTestFinished } from 'vitest'
import { simulatedSite } from '../../support/simulated-site.js'

/** Collects Node's warnings while a test runs. */
function warningsOfNode(): readonly string[] {
  const warnings: string[] = []
  const note = (warning: Error) => void warnings.push(warning.name)
  process.on('warning', note)
  onTestFinished(() => void process.off('warning', note))
  return warnings
}

/** A node, a driver on it, and a signal that outlives every call. */
function siteWithSignal() {
  const site = simulatedSite()
  const node = site.simulator.node({ name: 'metal-1' }).withPort().available()
  site.simulator.latencyMs = 100
  const stop = new AbortController()
  const driver = new IronicDriver({ transport: site.simulator, clock: site.clock, random: () => 0.5 })
  return { ...site, node, stop, driver, warnings: warningsOfNode() }
}

it('puts one listener on a signal that a hundred calls share, and removes it', async () => {
  const { driver, run, clock, stop, warnings } = siteWithSignal()
  const { signal } = stop
  const calls = Array.from({ length: 100 }, (_, index) => [
    driver.client.nodes.get('metal-1', { signal }),
    driver.client.request({ method: 'GET', path: ['drivers'] }, { signal }),
    driver.power.state({ node: 'metal-1' }, { signal }),
    driver.power.waitForOn({ node: 'metal-1' }, { signal, deadlineMs: 1_000 + index }),
  ]).flat()
  await clock.advance(50)
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  const results = await run(Promise.all<Promise<{ isErr: () => boolean }>>(calls.map(async (call) => call)))
  expect(results).toHaveLength(400)
  expect(getEventListeners(signal, 'abort')).toEqual([])
  await new Promise(setImmediate)
  expect(warnings).toEqual([])
})

it('ends all of them when it is aborted', async () => {
  const { driver, run, clock, stop, warnings } = siteWithSignal()
  const { signal } = stop
  const calls = Array.from({ length: 50 }, () => driver.client.nodes.get('metal-1', { signal }))
  await clock.advance(50)
  stop.abort()
  const kinds = (await run(Promise.all(calls))).map((result) => result._unsafeUnwrapErr().kind)
  expect(new Set(kinds)).toEqual(new Set(['aborted']))
  expect(getEventListeners(signal, 'abort')).toEqual([])
  expect(warnings).toEqual([])
})
