import { expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

it('one signal for many calls is no leak, so that Node prints no warning', async () => {
  const warnings: string[] = []
  const note = ({ message }: Error) => void warnings.push(message)
  process.on('warning', note)
  try {
    const { simulator, driver, run } = simulatedSite()
    const { signal } = new AbortController()
    const nodes = Array.from({ length: 20 }, (_, index) =>
      simulator.node({ name: `metal-${index}` }).available(),
    )
    const spawns = nodes.map((node) => driver.provisioning.spawn(spawnRequestFor(node), { signal }))
    for (const spawned of await run(Promise.all(spawns))) expectOk(spawned)
    await new Promise((resolve) => setImmediate(resolve))
    expect(warnings).toEqual([])
  } finally {
    process.off('warning', note)
  }
})
