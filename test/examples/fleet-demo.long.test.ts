import { describe, expect, test } from 'vitest'
import { IronicSimulator, serveSimulator } from 'ironic-driver/testing'
import { runExample } from './run-example.js'

const DEMO = 'examples/fleet-demo.ts'
const LIMIT = { timeout: 120_000 }
const NOTHING_LEFT = 'Nothing is left on the nodes: no instance, no VIF, no maintenance, no lock.'

describe.concurrent('the fleet demo', () => {
  test(
    'prints plain lines for every machine when it is piped, and counts its requests',
    LIMIT,
    async ({ expect }) => {
      const { code, stdout, stderr } = await runExample(DEMO, { args: ['--quick'] })

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).not.toContain('\x1b')
      for (const name of ['metal-1', 'metal-2', 'metal-4', 'metal-5', 'metal-6', 'metal-7', 'metal-8']) {
        expect(stdout).toMatch(new RegExp(`^${name} +\\d+\\.\\d s  done: deployed$`, 'm'))
        expect(stdout).toMatch(new RegExp(`^${name} +\\d+\\.\\d s  done: destroyed$`, 'm'))
      }
      expect(stdout).toMatch(/^metal-3 +\d+\.\d s {2}failed: transition_failed$/m)
      expect(stdout).toContain('metal-3 failed, as this demo means it to.')
      expect(stdout).toContain('advice: fix_request')
      expect(stdout).toContain('The spawn was undone: the node has no instance')
      expect(stdout).toMatch(/^metal-6 +\d+\.\d s {2}done: power was cut$/m)
      expect(stdout).toContain(`${NOTHING_LEFT}\nAll 8 nodes: available.`)

      const together = Number(/^ +(\d+) {2}with one driver for all/m.exec(stdout)?.[1])
      const apart = Number(/^ +(\d+) {2}with a driver for each/m.exec(stdout)?.[1])
      expect(together).toBeGreaterThan(8 * 4)
      expect(apart).toBeGreaterThan(together)
    },
  )

  test('undoes all started work on Ctrl-C', LIMIT, async ({ expect }) => {
    let interrupted = false
    const { code, stdout } = await runExample(DEMO, {
      args: ['--quick'],
      onOutput(output, child) {
        if (interrupted || !output.includes('Spawning')) return
        interrupted = true
        // By then the deployments have started, and the first read of them is still to come.
        setTimeout(() => child.kill('SIGINT'), 600)
      },
    })

    expect(code).toBe(130)
    expect(stdout).toContain('Aborted. All started work has been undone')
    expect(stdout).toContain(`${NOTHING_LEFT}\nAll 8 nodes: available.`)
  })

  test('changes nothing on a real Ironic without --yes', LIMIT, async ({ expect }) => {
    const { simulator, server } = await serveFleet()
    const { code, stdout, stderr } = await runExample(DEMO, { env: { IRONIC_URL: server.url } })
    await server.close()

    expect({ code, stderr }).toEqual({ code: 2, stderr: 'Nothing was changed. Add --yes to do it.\n' })
    expect(stdout).toContain('this demo would take 3:')
    expect(stdout).not.toContain('unfit')
    expect(simulator.requests.map(({ method }) => method)).not.toContain('PUT')
    expect(simulator.requests.map(({ method }) => method)).not.toContain('PATCH')
  })

  test('drives the named nodes of a real Ironic with --yes', LIMIT, async ({ expect }) => {
    const { simulator, server } = await serveFleet()
    const { code, stdout, stderr } = await runExample(DEMO, {
      args: ['--yes', 'fit-1', 'fit-4'],
      env: { IRONIC_URL: server.url },
    })
    await server.close()

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^fit-4 +\d+\.\d s {2}done: destroyed$/m)
    expect(stdout).toContain(NOTHING_LEFT)
    expect(simulator.leftovers().filter(({ kind }) => kind !== 'maintenance')).toEqual([])
    expect(simulator.find('fit-2')?.history).toEqual([])
  })

  test.for([
    [['--yes'], {}, 'set IRONIC_URL to its address'],
    [['--nodes', '0'], { IRONIC_URL: 'http://127.0.0.1:1' }, '--nodes takes a whole number'],
    [[], { IRONIC_URL: 'http://127.0.0.1:1', IRONIC_USERNAME: 'admin' }, 'IRONIC_PASSWORD is not'],
    [['--frobnicate'], {}, "Unknown option '--frobnicate'"],
  ] as const)('reports what is wrong with %j', LIMIT, async ([args, env, sentence], { expect }) => {
    const { code, stdout, stderr } = await runExample(DEMO, { args, env })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
    expect(stderr).not.toMatch(/^ {1,20}at /m)
  })

  test('says what to do when the server does not answer, without a stack', LIMIT, async ({ expect }) => {
    const { server } = await serveFleet()
    await server.close()
    const { code, stderr } = await runExample(DEMO, { env: { IRONIC_URL: server.url } })
    expect(code).toBe(1)
    expect(stderr).toContain('kind:   network_failure')
    expect(stderr).toContain('advice: retry_later')
    expect(stderr).not.toMatch(/^ {1,20}at /m)
  })
})

async function serveFleet() {
  const simulator = new IronicSimulator({ timings: { deployStep: 100 } })
  for (const name of ['fit-1', 'fit-2', 'fit-3', 'fit-4']) simulator.node({ name }).available()
  simulator.node({ name: 'unfit-busy' }).active({ instance_info: {}, instance_uuid: null })
  simulator.node({ name: 'unfit-maintenance', maintenance: true }).available()
  simulator.node({ name: 'unfit-power' }).available().force({ power_state: null })
  expect(simulator.nodes).toHaveLength(7)
  return { simulator, server: await serveSimulator(simulator) }
}
