import { PROVISION_STATES, type KnownProvisionState } from 'ironic-driver'
import type { ForcedFields, SimulatorOptions } from 'ironic-driver/testing'
import { simulatedSite } from '../../../support/simulated-site.js'

export const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]

export const IMAGE = { image_source: 'http://images/web.qcow2', image_checksum: 'ab'.repeat(32) }

export const INSTANCE = '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10'

export const MINUTE = 60_000

export function siteInState(
  state: KnownProvisionState,
  fields: ForcedFields = {},
  options: Omit<SimulatorOptions, 'clock'> = {},
) {
  const site = simulatedSite(options)
  const node = site.simulator.node({ name: 'metal-1' }).inState(state)
  const instance = PROVISION_STATES[state].occupied && state !== 'error' ? INSTANCE : null
  node.force({ power_state: 'power off', instance_info: IMAGE, instance_uuid: instance, ...fields })
  const target = { node: node.uuid }
  const asked = () =>
    site.simulator.requests
      .filter(({ method, path }) => method === 'PUT' && path.endsWith('/provision'))
      .map(({ body }) => (JSON.parse(body ?? '') as { target: string }).target)
  return { ...site, node, target, asked }
}

export const RESET = { steps: [{ interface: 'bios', step: 'factory_reset' }] }
