import { ALLOCATION_ROUTES } from './allocation-routes.js'
import { AGENT_ROUTES } from './agent-routes.js'
import { CHASSIS_ROUTES } from './chassis-routes.js'
import { CONDUCTOR_ROUTES } from './conductor-routes.js'
import { DRIVER_ROUTES } from './driver-routes.js'
import { DRIVER_VENDOR_ROUTES } from './driver-vendor-routes.js'
import { EVENT_ROUTES } from './event-routes.js'
import { INSPECTION_RULE_ROUTES } from './inspection-rule-routes.js'
import { NODE_CREATE_ROUTES } from './node-create-routes.js'
import { NODE_CHILDREN_ROUTES } from './node-children-routes.js'
import { NODE_HARDWARE_ROUTES } from './node-hardware-routes.js'
import { NODE_HISTORY_ROUTES } from './node-history-routes.js'
import { NODE_INDICATOR_ROUTES } from './node-indicator-routes.js'
import { NODE_LIST_ROUTES } from './node-list-routes.js'
import { NODE_MANAGEMENT_ROUTES } from './node-management-routes.js'
import { NODE_PATCH_ROUTES } from './node-patch-routes.js'
import { NODE_POWER_ROUTES } from './node-power-routes.js'
import { NODE_PROVISION_ROUTES } from './node-provision-routes.js'
import { NODE_ROUTES } from './node-routes.js'
import { NODE_SETTINGS_ROUTES } from './node-settings-routes.js'
import { NODE_TRAIT_ROUTES } from './node-trait-routes.js'
import { NODE_VENDOR_ROUTES } from './node-vendor-routes.js'
import { NODE_VMEDIA_ROUTES } from './node-vmedia-routes.js'
import { NODE_VIF_ROUTES } from './node-vif-routes.js'
import { NESTED_PORT_ROUTES } from './nested-port-routes.js'
import { PORT_LIST_ROUTES } from './port-list-routes.js'
import { PORT_ROUTES } from './port-routes.js'
import { PORTGROUP_ROUTES } from './portgroup-routes.js'
import { ROOT_ROUTES } from './root-routes.js'
import { SHARD_ROUTES } from './shard-routes.js'
import { TEMPLATE_ROUTES } from './template-routes.js'
import { VOLUME_ROUTES } from './volume-routes.js'
import { RouteTable } from './route.js'

/** Everything that the simulated API answers to. */
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
