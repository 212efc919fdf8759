import type { IronicDriver, IronicDriverError } from 'ironic-driver'
import type { Result } from 'neverthrow'
import { spawnRequestFor } from '../../support/simulated-site.js'

/** One call of the driver, with a secret field in its input if it accepts one. */
export type CanaryCall = (
  driver: IronicDriver,
  field: readonly [name: string, value: string],
) => Promise<Result<unknown, IronicDriverError>>

const node = '5c1c8f5a-7f0e-4d63-8f11-4f1f5b0c9a01'
const instance = 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876'
const vif = { id: '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11' }

/** Calls by name, in which one request is answered with a secret. */
export const CANARY_CALLS: Readonly<Record<string, CanaryCall>> = {
  'nodes.get': async (driver) => driver.client.nodes.get(node),
  'nodes.patch': async (driver, [name, value]) =>
    driver.client.nodes.patch(node, [{ op: 'add', path: `/driver_info/${name}`, value }]),
  'nodes.create': async (driver, [name, value]) =>
    driver.client.nodes.create({ driver: 'ipmi', driver_info: { [name]: value }, extra: { [name]: value } }),
  'nodes.list': async (driver) => driver.client.nodes.list().all(),
  'volumeTargets.create': async (driver, [name, value]) =>
    driver.client.volumeTargets.create({
      node_uuid: node,
      volume_id: 'volume-1',
      volume_type: 'iscsi',
      boot_index: 0,
      properties: { [name]: value },
    }),
  request: async (driver, [name, value]) =>
    driver.client.request({ method: 'GET', path: ['nodes'], query: { [name]: value } }),
  vendor: async (driver, [name, value]) =>
    driver.client.request({
      method: 'POST',
      path: ['nodes', node, 'vendor_passthru'],
      body: { [name]: value },
    }),
  spawn: async (driver, [name, value]) =>
    driver.provisioning.spawn(
      spawnRequestFor(node, {
        instanceInfo: { own: { [name]: value } },
        configDrive: { metaData: { [name]: value } },
      }),
    ),
  destroy: async (driver) => driver.provisioning.destroy({ node, instance }),
  'power.on': async (driver) => driver.power.on({ node }),
  enroll: async (driver, [name, value]) =>
    driver.lifecycle.enroll({ name: 'metal-2', driver: 'redfish', driver_info: { [name]: value } }),
  'rescue.enter': async (driver, [, value]) =>
    driver.rescue.enter({ node }, { password: value.replaceAll(/\W/g, '-') }),
  attachTarget: async (driver, [name, value]) =>
    driver.storage.attachTarget(
      { node },
      { volumeId: 'v', volumeType: 'iscsi', bootIndex: 0, properties: { [name]: value } },
    ),
  attachVif: async (driver) => driver.networking.attachVif({ node }, vif),
  redeploy: async (driver, [name, value]) =>
    driver.rebuild.redeploy({ node, instance }, { configDrive: { metaData: { [name]: value } } }),
  console: async (driver) => driver.console.serial({ node }),
  status: async (driver) => driver.provisioning.status({ node }),
  inventory: async (driver) => driver.inventory.nodes(),
  allocations: async (driver, [name, value]) =>
    driver.client.allocations.create({ resource_class: 'large', extra: { [name]: value } }),
}
