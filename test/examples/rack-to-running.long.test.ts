import { readFile } from 'node:fs/promises'
import { parseEnrollment } from 'ironic-driver'
import { expect, it } from 'vitest'
import { rackJourney } from '../../examples/rack-to-running/rack-journey.js'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

const file = 'examples/rack-to-running/rack.yaml'
const TURNS = ['enrolled', 'inspected, cleaned and available', 'running', 'destroyed', 'removed']

it.each(['21.4', '29.0', '39.0'] as const)(
  'takes twenty machines from a file to running instances and removes them, on Ironic %s',
  { timeout: 60_000 },
  async (release) => {
    const { simulator, driver, run } = simulatedSite({ release })
    const enrollment = expectOk(await parseEnrollment([{ file, text: await readFile(file, 'utf8') }]))
    const lines: string[] = []
    let most = { running: 0, ports: 0 }
    const print = (line: string) => {
      lines.push(line)
      const active = simulator.nodes.filter(({ now }) => now.provision_state === 'active')
      const ports = simulator.nodes.flatMap((node) => node.ports).length
      most = { running: Math.max(most.running, active.length), ports: Math.max(most.ports, ports) }
    }

    expect(await run(rackJourney({ driver, enrollment, print }))).toBe(0)
    expect(most).toEqual({ running: 20, ports: 40 })
    const names = Array.from({ length: 20 }, (_, index) => `rack-7-${String(index + 1).padStart(2, '0')}`)
    for (const name of names)
      expect(lines.filter((line) => line.startsWith(`${name}:`))).toEqual(
        TURNS.map((turn) => `${name}: ${turn}`),
      )
    expect(lines.at(-1)).toBe('rack-7: removed')
    expect(lines).toHaveLength(20 * TURNS.length + 1)

    const { nodes, ports, chassis, allocations } = driver.client
    const left = [
      expectOk(await run(nodes.list().all())),
      expectOk(await run(ports.list().all())),
      expectOk(await run(chassis.list().all())),
      expectOk(await run(allocations.list().all())),
    ]
    expect(left.flat()).toEqual([])
  },
)

it('enrolls twenty machines with two cards in one request for each part, and five besides', async () => {
  const { simulator, driver, run } = simulatedSite()
  const enrollment = expectOk(await parseEnrollment([{ file, text: await readFile(file, 'utf8') }]))
  expectOk(await run(driver.lifecycle.enrollAll(enrollment)))
  expect(simulator.tally()).toEqual({
    'GET /': 1,
    'GET /v1/chassis/detail': 1,
    'POST /v1/chassis': 1,
    'GET /v1/nodes/detail': 1,
    'GET /v1/ports/detail': 1,
    'POST /v1/nodes': 20,
    'POST /v1/ports': 40,
    'PUT /v1/nodes/{uuid}/traits': 20,
  })
})
