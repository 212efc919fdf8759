import {
  canonicalArchitecture,
  nodeResources,
  parseCapabilities,
  placementProvider,
  placementResourceClass,
  type InventoryNode,
} from 'ironic-driver'
import { expect, it } from 'vitest'

const node: InventoryNode = {
  uuid: '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10',
  name: 'metal-1',
  instance_uuid: null,
  provision_state: 'available',
  target_provision_state: null,
  provision_updated_at: null,
  power_state: 'power off',
  target_power_state: null,
  reservation: null,
  maintenance: false,
  maintenance_reason: null,
  last_error: null,
  driver: 'redfish',
  properties: {},
  extra: {},
  resource_class: 'baremetal',
  traits: ['CUSTOM_GPU', 'HW_CPU_X86_VMX'],
}
const instance_uuid = 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876'

it.each([
  ['gold-2xl', 'CUSTOM_GOLD_2XL'],
  ['a--b..c', 'CUSTOM_A_B_C'],
  ['CUSTOM_X', 'CUSTOM_CUSTOM_X'],
  ['é', 'CUSTOM__'],
  ['', 'CUSTOM_'],
])('names the resource class "%s" as Nova does: %s', (resourceClass, expected) => {
  expect(placementResourceClass(resourceClass)).toBe(expected)
})

it.each([
  ['AMD64', 'x86_64'],
  ['i586', 'i686'],
  ['x86_32p', 'i686'],
  ['aarch64', 'aarch64'],
  ['PPC64LE', 'ppc64le'],
  ['quantum', undefined],
])('maps the architecture %s to %s', (raw, expected) => {
  expect(canonicalArchitecture(raw)).toBe(expected)
})

it('reads capabilities as Nova does, and reports malformed ones', () => {
  const parsed = parseCapabilities('boot_mode:uefi, gpu:a100,k:v:w,k:,lonely,disk_label: gpt')
  expect(parsed.capabilities).toEqual({ boot_mode: 'uefi', gpu: 'a100', disk_label: ' gpt' })
  expect(parsed.malformed.map(({ value }) => value)).toEqual(['k:v:w', 'k:', 'lonely'])
  expect(parseCapabilities({ boot_mode: 'uefi' }).capabilities).toEqual({ boot_mode: 'uefi' })
  expect(parseCapabilities(7).malformed).toHaveLength(1)
  expect(parseCapabilities(undefined)).toEqual({ capabilities: {}, malformed: [] })
})

it('reads the hardware facts of a node despite malformed values', () => {
  const read = nodeResources({
    ...node,
    properties: {
      cpus: '8',
      memory_mb: 16_384,
      local_gb: 'N/A',
      cpu_arch: 'amd64',
      capabilities: 'gpu:a100,oops',
    },
  })
  expect(read).toMatchObject({
    cpus: 8,
    memoryMb: 16_384,
    localGb: null,
    architecture: { canonical: 'x86_64', raw: 'amd64' },
    capabilities: { gpu: 'a100' },
  })
  expect(read.malformed.map(({ property, value }) => [property, value])).toEqual([
    ['local_gb', 'N/A'],
    ['capabilities', 'oops'],
  ])
})

it.each([
  ['an available node', {}, 0],
  ['one in maintenance', { maintenance: true }, 1],
  ['one with an unknown power state', { power_state: null }, 1],
  ['one whose controller fails', { power_state: 'error' }, 1],
  ['one that is being cleaned', { provision_state: 'cleaning' }, 1],
  ['one that is reserved', { instance_uuid }, 1],
  ['one with an instance', { instance_uuid, provision_state: 'active' }, 1],
] as const)("reserves %s in Placement by Nova's rule", (_, fields, reserved) => {
  expect(placementProvider({ ...node, ...fields })?.inventory.reserved).toBe(reserved)
})

it('offers a node with an active instance on request, and no broken one', () => {
  const offered = (fields: Partial<InventoryNode>) =>
    placementProvider({ ...node, instance_uuid, ...fields }, { inUse: 'offered' })?.inventory.reserved
  expect(offered({ provision_state: 'active' })).toBe(0)
  expect(offered({ provision_state: 'active', maintenance: true })).toBe(1)
  expect(offered({ provision_state: 'deploy failed' })).toBe(1)
})

it('reports traits as a difference from those that the caller knows', () => {
  const provider = placementProvider(node, { known: ['HW_CPU_X86_VMX', 'CUSTOM_OLD'] })
  expect(provider?.traits).toEqual({
    all: ['CUSTOM_GPU', 'HW_CPU_X86_VMX'],
    add: ['CUSTOM_GPU'],
    remove: ['CUSTOM_OLD'],
  })
})
