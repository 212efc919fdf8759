import type { HardwareProfile, KnownStep } from './hardware-profile.js'
import { REDFISH_TIMINGS } from './timings.js'

function byAgent(interfaceName: string, name: string, priority: number): KnownStep {
  return {
    step: {
      interface: interfaceName,
      step: name,
      priority,
      args: {},
      abortable: true,
      reboot_requested: false,
    },
    inBand: true,
    args: {},
    requiredArgs: [],
    requiresRamdisk: true,
  }
}

function byController(
  interfaceName: string,
  name: string,
  priority: number,
  args: Readonly<Record<string, string>> = {},
): KnownStep {
  return {
    step: { step: name, priority, abortable: false, args: {}, interface: interfaceName },
    inBand: false,
    args,
    requiredArgs: Object.keys(args),
    requiresRamdisk: false,
  }
}

/** Returns one of Ironic's own deploy steps. Each can be aborted. */
function ofDeployment(name: string, priority: number): KnownStep {
  return {
    step: { step: name, priority, abortable: true, argsinfo: null, interface: 'deploy' },
    inBand: false,
    args: {},
    requiredArgs: [],
    requiresRamdisk: true,
  }
}

/**
 * Hardware with a Redfish controller, deployed by an agent: it has wait states, a lock that comes and goes,
 * and power changes inside operations.
 *
 * @see openstack/ironic `ironic/drivers/redfish.py` and `ironic/drivers/modules/agent.py`
 */
export const REDFISH_HARDWARE: HardwareProfile = {
  driver: 'redfish',
  interfaces: {
    bios: 'redfish',
    boot: 'redfish-virtual-media',
    console: 'no-console',
    deploy: 'direct',
    firmware: 'redfish',
    inspect: 'agent',
    management: 'redfish',
    network: 'noop',
    power: 'redfish',
    raid: 'redfish',
    rescue: 'agent',
    storage: 'noop',
    vendor: 'redfish',
  },
  otherInterfaces: {
    bios: ['no-bios'],
    boot: ['ipxe', 'pxe'],
    console: ['redfish-graphical', 'ipmitool-socat', 'ipmitool-shellinabox'],
    deploy: ['ansible', 'ramdisk', 'custom-agent'],
    firmware: ['no-firmware'],
    inspect: ['redfish', 'no-inspect'],
    network: ['flat', 'neutron'],
    raid: ['agent', 'no-raid'],
    rescue: ['no-rescue'],
    storage: ['external', 'cinder'],
    vendor: ['no-vendor'],
  },
  properties: {
    redfish_address:
      'The URL address to the Redfish controller. It must include the authority portion of the URL. If the scheme ' +
      'is missing, https is assumed. For example: https://mgmt.vendor.com. If a path is added, it will be used as ' +
      'the API endpoint root_prefix. Required',
    redfish_username:
      "User account with admin/server-profile access privilege. Although this property is not mandatory it's " +
      'highly recommended to set a username. Optional',
    redfish_password:
      "User account password. Although this property is not mandatory, it's highly recommended to set a password. " +
      'Optional',
  },
  timings: REDFISH_TIMINGS,
  usesAgent: true,
  readsPower: true,
  injectsNmi: true,
  bootDevices: ['pxe', 'disk', 'cdrom', 'bios'],
  remembersBootDevice: true,
  setsBootMode: true,
  indicators: [
    {
      component: 'chassis',
      id: 'chassis-1',
      state: 'off',
      readonly: false,
      states: ['blinking', 'off', 'on'],
    },
    { component: 'system', id: 'system-1', state: 'off', readonly: false, states: ['blinking', 'off', 'on'] },
  ],
  setsIndicators: true,
  virtualMedia: [
    { media_types: ['CD', 'DVD'], inserted: false, image: null },
    { media_types: ['Floppy', 'USBStick'], inserted: false, image: null },
  ],
  vendorMethods: {},
  powerTargets: ['power on', 'power off', 'rebooting', 'soft rebooting', 'soft power off'],
  deploySteps: [
    { ...ofDeployment('deploy', 100), boots: 'agent' },
    { ...ofDeployment('write_image', 80), inBand: true },
    ofDeployment('prepare_instance_boot', 60),
    { ...ofDeployment('tear_down_agent', 40), boots: 'nothing' },
    { ...ofDeployment('boot_instance', 20), boots: 'instance' },
  ],
  automatedCleanSteps: [
    byAgent('deploy', 'erase_devices_metadata', 99),
    byAgent('deploy', 'erase_devices', 10),
  ],
  manualSteps: [
    byAgent('deploy', 'erase_devices_metadata', 0),
    byAgent('deploy', 'erase_devices', 0),
    byAgent('deploy', 'burnin_cpu', 0),
    byAgent('deploy', 'burnin_memory', 0),
    byController('bios', 'apply_configuration', 0, { settings: 'A list of BIOS settings to be applied' }),
    byController('bios', 'factory_reset', 0),
    byController('firmware', 'update', 0, {
      settings: 'A list of dicts with firmware components to be updated',
    }),
    byController('raid', 'create_configuration', 0),
    byController('raid', 'delete_configuration', 0),
    byController('management', 'reset_bios_to_default', 0),
    byController('management', 'reset_secure_boot_keys_to_default', 0),
    byController('management', 'clear_secure_boot_keys', 0),
  ],
}
