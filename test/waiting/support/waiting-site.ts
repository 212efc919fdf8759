import { createModuleContext, type NodeProgress, type WatchedNode } from 'ironic-driver'
import { judgePower } from '../../../src/states/judge-power.js'
import { judgeProvision, type ProvisionGoal } from '../../../src/states/judge-provision.js'
import type { PowerTarget } from 'ironic-driver/client'
import type { Verdict } from '../../../src/states/verdict.js'
import type { WaitResult } from '../../../src/waiting/wait-outcome.js'
import type { WatchOptions } from '../../../src/waiting/node-watch.js'
import type { SimulatedNode, SimulatorOptions } from 'ironic-driver/testing'
import { expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const HOUR_MS = 3_600_000

/** A simulated Ironic with a watcher, for waits without the modules that use them. */
export function waitingSite(options: Omit<SimulatorOptions, 'clock'> = {}, random = () => 0.5) {
  const site = simulatedSite(options)
  const { simulator, clock } = site
  const context = createModuleContext({ transport: simulator, clock, random })
  const { client, watcher } = context

  function watch(node: SimulatedNode | string, more: Partial<WatchOptions> = {}): Promise<WaitResult> {
    return watcher.watch({
      operation: 'test.wait',
      node: typeof node === 'string' ? node : node.uuid,
      goal: 'the node to be ready',
      judge: onceItIs('active'),
      deadlineMs: 2 * HOUR_MS,
      ...more,
    })
  }

  return {
    ...site,
    ...context,
    clock,
    watch,
    /** Sends a verb and waits for its end. */
    provision: async (node: SimulatedNode, verb: ProvisionGoal['verb'], more: Partial<WatchOptions> = {}) => {
      expectOk(await client.nodeStates.provision(node.uuid, { target: verb }))
      return watch(node, { judge: judged((seen) => judgeProvision(seen, { verb })), ...more })
    },
    /** Requests a power change and waits for its end. */
    power: async (node: SimulatedNode, target: PowerTarget, more: Partial<WatchOptions> = {}) => {
      expectOk(await client.nodeStates.power(node.uuid, { target }))
      return watch(node, { judge: judged((seen) => judgePower(seen, target)), ...more })
    },
    /** Requests since the last count. */
    countRequests: (): number => {
      const count = simulator.requests.length
      simulator.forgetRequests()
      return count
    },
  }
}

function judged(judge: (seen: WatchedNode) => Verdict): WatchOptions['judge'] {
  return (seen) => (seen === undefined ? { verdict: 'diverged', why: 'it is gone' } : judge(seen))
}

/** Reached in that state, and pending in any other. */
export function onceItIs(state: string): WatchOptions['judge'] {
  return judged((seen) =>
    seen.provision_state === state ? { verdict: 'reached' } : { verdict: 'pending', why: 'not yet there' },
  )
}

/** Records the progress of a wait. */
export function progressLog() {
  const seen: NodeProgress[] = []
  return {
    seen,
    onProgress: (progress: NodeProgress) => void seen.push(progress),
    states: () => seen.map((one) => one.provision_state),
    steps: () => seen.flatMap(({ step }) => step ?? []),
  }
}
