import type { KnownProvisionState } from 'ironic-driver'
import type { SimulatorOptions } from 'ironic-driver/testing'
import { simulatedSite } from '../../../../support/simulated-site.js'

export const STEP = { interface: 'vendor', step: 'log_passthrough' }

export function verbSite(state: KnownProvisionState, options: Omit<SimulatorOptions, 'clock'> = {}) {
  const site = simulatedSite(options)
  const node = site.simulator.node({ name: 'metal-1' }).inState(state)
  const target = { node: node.uuid }
  const asked = () =>
    site.simulator.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => (JSON.parse(body ?? '') as { target?: string }).target ?? 'raid')
  return { ...site, node, target, asked }
}

export const RESET = { interface: 'bios', step: 'factory_reset' }
