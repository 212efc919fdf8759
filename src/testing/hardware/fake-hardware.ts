import type { HardwareProfile, KnownStep } from './hardware-profile.js'
import { FAKE_HARDWARE_TIMINGS } from './timings.js'

function step(
  interfaceName: string,
  name: string,
  facts: { readonly priority?: number; readonly requiredArgs?: readonly string[] } = {},
): KnownStep {
  return {
    step: { interface: interfaceName, step: name, priority: facts.priority ?? 0, args: {} },
    inBand: false,
    requiredArgs: facts.requiredArgs ?? [],
  }
}

/**
 * Ironic's `fake-hardware`: everything works, nothing waits for an agent, and power is only what Ironic was told.
 *
 * @see openstack/ironic `ironic/drivers/modules/fake.py`
 */
export const FAKE_HARDWARE: HardwareProfile = {
  driver: 'fake-hardware',
  interfaces: {
    bios: 'fake',
    boot: 'fake',
    console: 'fake',
    deploy: 'fake',
    firmware: 'fake',
    inspect: 'fake',
    management: 'fake',
    network: 'noop',
    power: 'fake',
    raid: 'fake',
    rescue: 'fake',
    storage: 'fake',
    vendor: 'fake',
  },
  timings: FAKE_HARDWARE_TIMINGS,
  usesAgent: false,
  readsPower: false,
  powerTargets: ['power on', 'power off', 'rebooting', 'soft rebooting', 'soft power off'],
  deploySteps: [step('deploy', 'deploy', { priority: 100 })],
  automatedCleanSteps: [step('vendor', 'log_passthrough', { priority: 1 })],
  manualSteps: [
    step('bios', 'apply_configuration', { requiredArgs: ['settings'] }),
    step('bios', 'factory_reset'),
    step('bios', 'cache_bios_settings'),
    step('firmware', 'update', { requiredArgs: ['settings'] }),
    step('vendor', 'log_passthrough'),
  ],
}
