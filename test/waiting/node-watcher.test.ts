import { IronicDriver, type Clock } from 'ironic-driver'
import { it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

/** A driver with a clock of the caller's that fails while `breaks.now` says so. */
function siteWithClock() {
  const site = simulatedSite({ hardware: 'redfish' })
  const node = site.simulator.node({ name: 'metal-1' }).active()
  const breaks: { now: (call: 'now' | 'sleep', ms?: number) => boolean } = { now: () => false }
  const fail = () => new Error('The battery of the clock is empty.')
  const clock: Clock = {
    now: () => {
      if (breaks.now('now')) throw fail()
      return site.clock.now()
    },
    sleep: (ms, signal) => (breaks.now('sleep', ms) ? Promise.reject(fail()) : site.clock.sleep(ms, signal)),
  }
  const driver = new IronicDriver({ transport: site.simulator, clock, random: () => 0.5 })
  return { ...site, driver, breaks, target: { node: node.uuid } }
}

const isAsked = ({ simulator }: ReturnType<typeof siteWithClock>) =>
  simulator.requests.some(({ method }) => method === 'PUT')

it.each<[string, (site: ReturnType<typeof siteWithClock>) => (call: string, ms?: number) => boolean]>([
  [
    'the pause between two looks',
    (site) =>
      (call, ms = 0) =>
        call === 'sleep' && ms === 1_000 && isAsked(site),
  ],
  [
    'the deadline',
    (site) =>
      (call, ms = 0) =>
        call === 'sleep' && ms > 60_000 && isAsked(site),
  ],
  [
    'the time of a look',
    (site) => (call) =>
      call === 'now' && site.simulator.requests.filter(({ method }) => method === 'GET').length > 2,
  ],
])('ends a wait with an error when the clock fails at %s, and the next wait works', async (_at, broken) => {
  const site = siteWithClock()
  const { driver, run, breaks, target } = site
  breaks.now = broken(site)
  expectErr(await run(driver.power.off(target)), 'unexpected_failure')
  breaks.now = () => false
  expectOk(await run(driver.power.on(target)))
})
