import type { HardwareProfile, KnownStep } from './hardware-profile.js'
import { FAKE_HARDWARE_TIMINGS } from './timings.js'

function step(
  interfaceName: string,
  name: string,
  facts: Partial<Pick<KnownStep, 'args' | 'onlyFor'>> & { readonly priority?: number } = {},
): KnownStep {
  const { priority = 0, args = {}, ...rest } = facts
  return {
    step: {
      step: name,
      priority,
      abortable: false,
      argsinfo: null,
      interface: interfaceName,
      requires_ramdisk: true,
    },
    inBand: false,
    args,
    requiredArgs: Object.keys(args),
    requiresRamdisk: true,
    ...rest,
  }
}

const DEPLOY: KnownStep = {
  step: { step: 'deploy', priority: 100, abortable: true, argsinfo: null, interface: 'deploy' },
  inBand: false,
  args: {},
  requiredArgs: [],
  requiresRamdisk: true,
}

/**
 * Ironic's `fake-hardware`: every operation succeeds, none waits for an agent, and the power state is the
 * last one requested.
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
    storage: 'noop',
    vendor: 'fake',
  },
  otherInterfaces: {
    bios: ['no-bios'],
    console: ['no-console'],
    firmware: ['no-firmware'],
    inspect: ['no-inspect'],
    network: ['flat', 'neutron'],
    raid: ['no-raid'],
    rescue: ['no-rescue'],
    storage: ['fake', 'external', 'cinder'],
    vendor: ['no-vendor'],
  },
  properties: { B1: 'B1 description. Required.', B2: 'B2 description. Required.' },
  timings: FAKE_HARDWARE_TIMINGS,
  usesAgent: false,
  readsPower: false,
  injectsNmi: false,
  bootDevices: ['pxe'],
  remembersBootDevice: false,
  setsBootMode: false,
  indicators: [
    { component: 'chassis', id: 'led-0', state: 'on', readonly: true, states: ['off', 'on'] },
    { component: 'system', id: 'led', state: 'on', readonly: false, states: ['blinking', 'off', 'on'] },
  ],
  setsIndicators: false,
  virtualMedia: null,
  vendorMethods: {
    fourth_method_shared_lock: {
      description: 'Test if the value of bar is woof',
      async: true,
      exclusive: false,
      expects: 'woof',
    },
    log_passthrough: {
      description: 'Test pass-through to wait.',
      async: true,
      exclusive: true,
      isStep: true,
    },
    second_method: {
      description: 'Test if the value of bar is kazoo',
      async: true,
      exclusive: true,
      expects: 'kazoo',
    },
    third_method_sync: {
      description: 'Test if the value of bar is meow',
      async: false,
      exclusive: true,
      expects: 'meow',
    },
  },
  powerTargets: ['power on', 'power off', 'rebooting', 'soft rebooting', 'soft power off'],
  deploySteps: [DEPLOY],
  automatedCleanSteps: [step('vendor', 'log_passthrough', { priority: 1 })],
  manualSteps: [
    step('bios', 'apply_configuration', {
      onlyFor: 'clean',
      args: {
        settings: 'List of BIOS settings, each item needs to contain a dictionary with name/value pairs',
      },
    }),
    step('bios', 'factory_reset', { onlyFor: 'clean' }),
    step('bios', 'cache_bios_settings', { onlyFor: 'clean' }),
    step('firmware', 'update', {
      onlyFor: 'clean',
      args: {
        settings:
          'List of Firmware components, each item needs to contain a dictionary with name/value pairs',
      },
    }),
    step('vendor', 'log_passthrough'),
    step('vendor', 'trigger_servicewait', { onlyFor: 'service' }),
  ],
}
