import { randomUUID } from 'node:crypto'
import type { Clock } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'
import type { Machine } from './drive-fleet.js'

export interface SimulatedFleet {
  readonly simulator: IronicSimulator
  readonly machines: readonly Machine[]
  /** The machine whose operating system ignores the request to restart. */
  readonly stubborn: Machine
  /** The machine whose deployment fails. */
  readonly failing: Machine
}

/** Durations of the demo's hardware, in milliseconds. Real machines take minutes for most of them. */
const TIMINGS = {
  prepare: [300, 1_200],
  powerOn: [600, 1_200],
  powerOff: [600, 1_200],
  reboot: [1_500, 2_000],
  agentBoot: [800, 2_000],
  agentStep: [1_000, 2_800],
  deployStep: [500, 1_000],
  tearDown: [400, 1_200],
  resume: 200,
  heartbeat: 700,
  heartbeatLock: 50,
} as const

/** Creates eight machines with management controllers and agents; one deployment will fail. */
export function simulateFleet(options: { readonly clock?: Clock; readonly quick: boolean }): SimulatedFleet {
  const simulator = new IronicSimulator({
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    hardware: 'redfish',
    networkInterface: 'flat',
    latencyMs: 5,
    timings: options.quick ? tenTimesFaster(TIMINGS) : TIMINGS,
  })
  const [failingName, stubbornName] = ['metal-3', 'metal-6']
  const machines = Array.from({ length: 8 }, (_, index): Machine => {
    const node = simulator
      .node({ name: `metal-${index + 1}` })
      .withPort()
      .available()
    if (node.name === failingName)
      node.failNext('deploy', { at: 'write_image', lastError: 'The checksum of the image does not match.' })
    if (node.name === stubbornName) node.setSoftPower('ignored')
    return {
      node: node.uuid,
      name: node.name ?? node.uuid,
      instance: randomUUID(),
      vifs: [{ id: randomUUID() }],
    }
  })
  return {
    simulator,
    machines,
    failing: named(machines, failingName),
    stubborn: named(machines, stubbornName),
  }
}

function named(machines: readonly Machine[], name: string | undefined): Machine {
  const machine = machines.find((one) => one.name === name)
  if (machine === undefined) throw new Error(`The simulated fleet has no machine ${String(name)}.`)
  return machine
}

type DemoTimings = Readonly<Record<string, number | readonly [number, number]>>

function tenTimesFaster(timings: DemoTimings): Record<string, number | readonly [number, number]> {
  return Object.fromEntries(
    Object.entries(timings).map(([name, timing]) => [
      name,
      typeof timing === 'number' ? timing / 10 : ([timing[0] / 10, timing[1] / 10] as const),
    ]),
  )
}
