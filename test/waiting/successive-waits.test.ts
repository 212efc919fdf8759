import { IronicDriver, type Transport } from 'ironic-driver'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

/** How long a wait takes whose first read ends some microtasks before the last other wait is aborted. */
async function waitAfterAbort(ticks: number): Promise<number> {
  const { simulator, clock, run } = simulatedSite({ hardware: 'redfish' })
  const [first, second] = [simulator.node().manageable().uuid, simulator.node().manageable().uuid]
  let isHeld = false
  let release: () => void = () => undefined
  const transport: Transport = {
    send: async (request) => {
      const reply = await simulator.send(request)
      if (isHeld) await new Promise<void>((resolve) => (release = resolve))
      return reply
    },
  }
  const driver = new IronicDriver({ transport, clock, random: () => 0.5 })
  const inTurn = async () => {
    for (const node of [first, second]) expectOk(await driver.power.requestOn({ node }))
    const leave = new AbortController()
    const aborted = driver.power.waitForOn({ node: first }, { signal: leave.signal })
    await clock.sleep(100)
    isHeld = true
    const next = driver.power.waitForOn({ node: second })
    await clock.sleep(1)
    isHeld = false
    release()
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
    leave.abort()
    const startedAt = clock.now()
    expectErr(await aborted, 'aborted')
    expectOk(await next)
    return clock.now() - startedAt
  }
  return run(inTurn())
}

it('polls for a wait that begins at the moment at which the last one ends', async () => {
  for (let ticks = 0; ticks < 200; ticks += 1) expect(await waitAfterAbort(ticks)).toBeLessThan(60_000)
})
