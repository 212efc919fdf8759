import { ALLOCATION_ROUTES } from './collections/allocation-routes.js'
import { INSPECTION_RULE_ROUTES } from './collections/inspection-rule-routes.js'
import { TEMPLATE_ROUTES } from './collections/template-routes.js'
import { VOLUME_ROUTES } from './collections/volume-routes.js'
import { RouteTable } from './framework/route.js'
import { CHASSIS_ROUTES } from './nodes/chassis-routes.js'
import { NODE_CHILDREN_ROUTES } from './nodes/node-children-routes.js'
import { NODE_CREATE_ROUTES } from './nodes/node-create-routes.js'
import { NODE_HARDWARE_ROUTES } from './nodes/node-hardware-routes.js'
import { NODE_HISTORY_ROUTES } from './nodes/node-history-routes.js'
import { NODE_INDICATOR_ROUTES } from './nodes/node-indicator-routes.js'
import { NODE_LIST_ROUTES } from './nodes/node-list-routes.js'
import { NODE_MANAGEMENT_ROUTES } from './nodes/node-management-routes.js'
import { NODE_PATCH_ROUTES } from './nodes/node-patch-routes.js'
import { NODE_POWER_ROUTES } from './nodes/node-power-routes.js'
import { NODE_PROVISION_ROUTES } from './nodes/node-provision-routes.js'
import { NODE_ROUTES } from './nodes/node-routes.js'
import { NODE_SETTINGS_ROUTES } from './nodes/node-settings-routes.js'
import { NODE_TRAIT_ROUTES } from './nodes/node-trait-routes.js'
import { NODE_VENDOR_ROUTES } from './nodes/node-vendor-routes.js'
import { NODE_VIF_ROUTES } from './nodes/node-vif-routes.js'
import { NODE_VMEDIA_ROUTES } from './nodes/node-vmedia-routes.js'
import { NESTED_PORT_ROUTES } from './ports/nested-port-routes.js'
import { PORT_LIST_ROUTES } from './ports/port-list-routes.js'
import { PORT_ROUTES } from './ports/port-routes.js'
import { PORTGROUP_ROUTES } from './ports/portgroup-routes.js'
import { AGENT_ROUTES } from './service/agent-routes.js'
import { CONDUCTOR_ROUTES } from './service/conductor-routes.js'
import { DRIVER_ROUTES } from './service/driver-routes.js'
import { DRIVER_VENDOR_ROUTES } from './service/driver-vendor-routes.js'
import { EVENT_ROUTES } from './service/event-routes.js'
import { ROOT_ROUTES } from './service/root-routes.js'
import { SHARD_ROUTES } from './service/shard-routes.js'

/** All routes of the simulated API. */
export const ROUTES = new RouteTable([
  ...ROOT_ROUTES,
  ...NODE_LIST_ROUTES,
  ...NODE_CREATE_ROUTES,
  ...NODE_ROUTES,
  ...NODE_PATCH_ROUTES,
  ...NODE_POWER_ROUTES,
  ...NODE_PROVISION_ROUTES,
  ...NODE_MANAGEMENT_ROUTES,
  ...NODE_SETTINGS_ROUTES,
  ...NODE_INDICATOR_ROUTES,
  ...NODE_HARDWARE_ROUTES,
  ...NODE_CHILDREN_ROUTES,
  ...NODE_VMEDIA_ROUTES,
  ...NODE_VENDOR_ROUTES,
  ...NODE_VIF_ROUTES,
  ...NODE_TRAIT_ROUTES,
  ...NODE_HISTORY_ROUTES,
  ...PORT_LIST_ROUTES,
  ...PORT_ROUTES,
  ...NESTED_PORT_ROUTES,
  ...PORTGROUP_ROUTES,
  ...CONDUCTOR_ROUTES,
  ...DRIVER_ROUTES,
  ...DRIVER_VENDOR_ROUTES,
  ...ALLOCATION_ROUTES,
  ...CHASSIS_ROUTES,
  ...SHARD_ROUTES,
  ...TEMPLATE_ROUTES,
  ...VOLUME_ROUTES,
  ...INSPECTION_RULE_ROUTES,
  ...EVENT_ROUTES,
  ...AGENT_ROUTES,
])
