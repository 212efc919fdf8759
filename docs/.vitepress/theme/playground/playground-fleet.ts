import type { Clock } from 'ironic-driver'
import { IronicSimulator, type SimulatedNode, type TimingOptions } from 'ironic-driver/testing'

/**
 * How long the hardware takes, in milliseconds: a small disk image, and an Ironic that waits five minutes for an agent
 * and not its usual thirty.
 */
const TIMINGS: TimingOptions = {
  prepare: [800, 2_500],
  agentBoot: [18_000, 28_000],
  agentStep: ({ step, random }) =>
    step === 'deploy.write_image' ? 28_000 + random() * 10_000 : 10_000 + random() * 6_000,
  heartbeat: 15_000,
  deployTimeout: 300_000,
  cleanTimeout: 300_000,
  timeoutCheck: 30_000,
}

export const SMALL_RACK = 6
const LARGE_FROM = 5

export interface PlaygroundFleet {
  readonly simulator: IronicSimulator
  readonly nodes: readonly SimulatedNode[]
}

/** Creates the rack: nodes with a Redfish controller and an agent, the last ones of class `large`. */
export function createFleet(clock: Clock, size: number, seed: number): PlaygroundFleet {
  const simulator = new IronicSimulator({
    clock,
    seed,
    hardware: 'redfish',
    latencyMs: 20,
    timings: TIMINGS,
  })
  const nodes = Array.from({ length: size }, (_, index) =>
    simulator
      .node({
        name: `metal-${index + 1}`,
        resource_class: size <= SMALL_RACK && index + 1 >= LARGE_FROM ? 'large' : 'small',
      })
      .withPort()
      .available(),
  )
  return { simulator, nodes }
}
