/** The counterpart of a method of openstacksdk. */
export interface Like {
  /** Paths from an `IronicDriver`; the first does the most. */
  readonly calls: readonly string[]
  readonly note?: string
}

const UPDATE = 'with a JSON patch, which names the changes'
const FIND = 'accepts names too; `not_found` instead of `None`'

const like = (...calls: readonly string[]): Like => ({ calls })
const noted = (note: string, ...calls: readonly string[]): Like => ({ calls, note })

/** By the method's name. */
export const OPENSTACKSDK_LIKES: Readonly<Record<string, Like>> = {
  // Chassis
  chassis: like('client.chassis.list'),
  create_chassis: like('client.chassis.create'),
  find_chassis: noted('`not_found` instead of `None`', 'client.chassis.get'),
  get_chassis: like('client.chassis.get'),
  update_chassis: noted(UPDATE, 'client.chassis.patch'),
  patch_chassis: like('client.chassis.patch'),
  delete_chassis: like('client.chassis.delete'),

  // Drivers
  drivers: like('client.drivers.list'),
  get_driver: like('client.drivers.get'),
  list_driver_vendor_passthru: like('client.driverVendorPassthru.methods'),
  call_driver_vendor_passthru: like('client.driverVendorPassthru.call'),

  // Nodes
  nodes: like('inventory.nodes', 'client.nodes.list'),
  create_node: like('lifecycle.enroll', 'client.nodes.create'),
  find_node: noted(FIND, 'inventory.exists', 'client.nodes.get'),
  get_node: like('client.nodes.get'),
  get_node_inventory: like('client.nodeInventory.get'),
  update_node: noted(UPDATE, 'client.nodes.patch'),
  patch_node: like('client.nodes.patch'),
  set_node_provision_state: noted(
    'a verb for each target; `bringTo` sends all verbs that are needed',
    'lifecycle.bringTo',
    'provisioning.spawn',
    'provisioning.destroy',
    'client.nodeStates.provision',
  ),
  get_node_boot_device: like('client.nodeBootDevice.get'),
  set_node_boot_device: like('client.nodeBootDevice.set'),
  get_node_supported_boot_devices: like('client.nodeBootDevice.supported'),
  set_node_boot_mode: like('client.nodeBootMode.set'),
  set_node_secure_boot: like('client.nodeBootMode.setSecureBoot'),
  inject_nmi_to_node: like('power.injectNmi', 'client.nodeManagement.injectNmi'),
  wait_for_nodes_provision_state: noted(
    'each verb waits by itself; its `waitFor…` waits for a request sent elsewhere',
    'lifecycle.bringTo',
    'lifecycle.waitForManage',
    'provisioning.waitForSpawn',
    'rescue.waitForEnter',
  ),
  set_node_power_state: like('power.on', 'power.off', 'power.reboot', 'client.nodeStates.power'),
  wait_for_node_power_state: like('power.waitForOn', 'power.waitForOff', 'power.waitForReboot'),
  wait_for_node_reservation: like('lifecycle.waitForUnlock'),
  validate_node: noted('returns every interface; raises nothing', 'client.nodeValidations.get'),
  set_node_maintenance: like('lifecycle.maintenance', 'client.nodeMaintenance.set'),
  unset_node_maintenance: like('lifecycle.endMaintenance', 'client.nodeMaintenance.clear'),
  delete_node: like('lifecycle.remove', 'client.nodes.delete'),

  // Parts of a node
  add_node_trait: like('client.nodeTraits.add'),
  remove_node_trait: like('client.nodeTraits.remove'),
  set_node_traits: like('client.nodeTraits.replace'),
  call_node_vendor_passthru: like('client.nodeVendorPassthru.call'),
  list_node_vendor_passthru: like('client.nodeVendorPassthru.methods'),
  get_node_console: like('console.serial', 'console.vnc', 'client.nodeConsole.get'),
  enable_node_console: like('console.enable', 'client.nodeConsole.set'),
  disable_node_console: like('console.disable', 'client.nodeConsole.set'),
  list_node_firmware: like('client.nodeFirmware.list'),
  attach_vmedia_to_node: like('client.nodeVmedia.attach'),
  detach_vmedia_from_node: like('client.nodeVmedia.detach'),
  attach_vif_to_node: like('networking.attachVif', 'client.nodeVifs.attach'),
  detach_vif_from_node: like('networking.detachVif', 'client.nodeVifs.detach'),
  list_node_vifs: like('networking.vifs', 'client.nodeVifs.list'),

  // Ports
  ports: like('client.ports.list'),
  create_port: like('client.ports.create'),
  find_port: noted(FIND, 'client.ports.get'),
  get_port: like('client.ports.get'),
  update_port: noted(UPDATE, 'client.ports.patch'),
  patch_port: like('client.ports.patch'),
  delete_port: like('client.ports.delete'),
  port_groups: like('client.portGroups.list'),
  create_port_group: like('client.portGroups.create'),
  find_port_group: noted(FIND, 'client.portGroups.get'),
  get_port_group: like('client.portGroups.get'),
  update_port_group: noted(UPDATE, 'client.portGroups.patch'),
  patch_port_group: like('client.portGroups.patch'),
  delete_port_group: like('client.portGroups.delete'),

  // Allocations
  allocations: like('client.allocations.list'),
  create_allocation: like('allocations.create', 'client.allocations.create'),
  get_allocation: like('client.allocations.get'),
  update_allocation: noted(UPDATE, 'client.allocations.patch'),
  patch_allocation: like('client.allocations.patch'),
  delete_allocation: like('allocations.delete', 'client.allocations.delete'),
  wait_for_allocation: like('allocations.waitFor'),

  // Volumes
  volume_connectors: like('client.volumeConnectors.list'),
  create_volume_connector: like('client.volumeConnectors.create'),
  find_volume_connector: noted('`not_found` instead of `None`', 'client.volumeConnectors.get'),
  get_volume_connector: like('client.volumeConnectors.get'),
  update_volume_connector: noted(UPDATE, 'client.volumeConnectors.patch'),
  patch_volume_connector: like('client.volumeConnectors.patch'),
  delete_volume_connector: like('client.volumeConnectors.delete'),
  volume_targets: like('storage.targets', 'client.volumeTargets.list'),
  create_volume_target: like('storage.attachTarget', 'client.volumeTargets.create'),
  find_volume_target: noted('`not_found` instead of `None`', 'client.volumeTargets.get'),
  get_volume_target: like('client.volumeTargets.get'),
  update_volume_target: noted(UPDATE, 'client.volumeTargets.patch'),
  patch_volume_target: like('client.volumeTargets.patch'),
  delete_volume_target: like('storage.detachTarget', 'client.volumeTargets.delete'),

  // Steps
  deploy_templates: like('client.deployTemplates.list'),
  create_deploy_template: like('client.deployTemplates.create'),
  update_deploy_template: noted(UPDATE, 'client.deployTemplates.patch'),
  delete_deploy_template: like('client.deployTemplates.delete'),
  get_deploy_template: like('client.deployTemplates.get'),
  find_deploy_template: noted(FIND, 'client.deployTemplates.get'),
  patch_deploy_template: like('client.deployTemplates.patch'),
  runbooks: like('client.runbooks.list'),
  create_runbook: like('client.runbooks.create'),
  update_runbook: noted(UPDATE, 'client.runbooks.patch'),
  delete_runbook: like('client.runbooks.delete'),
  get_runbook: like('client.runbooks.get'),
  patch_runbook: like('client.runbooks.patch'),
  add_runbook_trait: like('client.runbookTraits.add'),
  remove_runbook_trait: like('client.runbookTraits.remove'),
  set_runbook_traits: like('client.runbookTraits.replace'),
  inspection_rules: like('client.inspectionRules.list'),
  create_inspection_rule: like('client.inspectionRules.create'),
  get_inspection_rule: like('client.inspectionRules.get'),
  update_inspection_rule: noted(UPDATE, 'client.inspectionRules.patch'),
  delete_inspection_rule: like('client.inspectionRules.delete'),
  patch_inspection_rule: like('client.inspectionRules.patch'),

  // Conductors
  conductors: like('client.conductors.list'),
  get_conductor: like('client.conductors.get'),

  // Methods for any resource
  wait_for_status: noted('with the verb that leads to the state', 'lifecycle.bringTo', 'allocations.waitFor'),
  wait_for_delete: noted(
    'Ironic deletes before it replies; `lifecycle.remove` takes a node out of service first',
    'lifecycle.remove',
    'client.nodes.delete',
  ),
}
