import { serverHas } from '../world/server-features.js'
import type { SimulatorSettings } from '../world/simulator-settings.js'
import {
  ALLOCATION_CREATOR,
  ALLOCATION_MEMBER,
  ALLOCATION_READER,
  ANY_ADMIN,
  API_READER,
  PROJECT_ADMIN,
  RUNBOOK_ADMIN,
  RUNBOOK_CREATOR,
  RUNBOOK_READER,
  SYSTEM_ADMIN,
  SYSTEM_ADMIN_OR_OWNER_ADMIN,
  SYSTEM_ADMIN_OR_SERVICE,
  SYSTEM_MEMBER,
  SYSTEM_MEMBER_OR_OWNER_ADMIN,
  SYSTEM_MEMBER_OR_OWNER_LESSEE_ADMIN,
  SYSTEM_MEMBER_OR_OWNER_MEMBER,
  SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  SYSTEM_OR_OWNER_READER,
  SYSTEM_OR_PROJECT_MEMBER,
  SYSTEM_OR_PROJECT_READER,
  SYSTEM_READER,
  TARGET_PROPERTIES_READER,
  type PolicyCheck,
} from './policy-checks.js'

/**
 * The rules of a current Ironic by name, without `baremetal:`. An older Ironic lacks some of them and does
 * not check those.
 *
 * @see openstack/ironic `ironic/common/policy.py`
 */
const RULES = {
  'node:create': SYSTEM_ADMIN_OR_SERVICE,
  'node:create:self_owned_node': ANY_ADMIN,
  'node:list': API_READER,
  'node:list_all': SYSTEM_READER,
  'node:get': SYSTEM_OR_PROJECT_READER,
  'node:get:filter_threshold': SYSTEM_READER,
  'node:get:last_error': SYSTEM_OR_OWNER_READER,
  'node:get:reservation': SYSTEM_OR_OWNER_READER,
  'node:get:driver_internal_info': SYSTEM_OR_OWNER_READER,
  'node:get:driver_info': SYSTEM_OR_OWNER_READER,
  'node:update:driver_info': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:update:properties': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:update:chassis_uuid': SYSTEM_ADMIN,
  'node:update:instance_uuid': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:update:lessee': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:update:owner': SYSTEM_MEMBER,
  'node:update:driver_interfaces': SYSTEM_MEMBER_OR_OWNER_ADMIN,
  'node:update:network_data': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:update:conductor_group': SYSTEM_MEMBER,
  'node:update:name': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:update:retired': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:update': SYSTEM_OR_PROJECT_MEMBER,
  'node:update_extra': SYSTEM_OR_PROJECT_MEMBER,
  'node:update_instance_info': SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  'node:update_owner_provisioned': SYSTEM_ADMIN,
  'node:delete': SYSTEM_ADMIN,
  'node:delete:self_owned_node': PROJECT_ADMIN,
  'node:validate': SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  'node:set_maintenance': SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  'node:clear_maintenance': SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  'node:get_boot_device': SYSTEM_MEMBER_OR_OWNER_ADMIN,
  'node:set_boot_device': SYSTEM_MEMBER_OR_OWNER_ADMIN,
  'node:get_indicator_state': SYSTEM_OR_PROJECT_READER,
  'node:set_indicator_state': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:inject_nmi': SYSTEM_MEMBER_OR_OWNER_ADMIN,
  'node:get_states': SYSTEM_OR_PROJECT_READER,
  'node:set_power_state': SYSTEM_OR_PROJECT_MEMBER,
  'node:set_boot_mode': SYSTEM_OR_PROJECT_MEMBER,
  'node:set_secure_boot': SYSTEM_OR_PROJECT_MEMBER,
  'node:set_provision_state': SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  'node:set_provision_state:clean_steps': SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  'node:set_provision_state:service_steps': SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  'node:set_raid_state': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:get_console': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:set_console_state': SYSTEM_MEMBER_OR_OWNER_MEMBER,
  'node:vif:list': SYSTEM_OR_PROJECT_READER,
  'node:vif:attach': SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  'node:vif:detach': SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  'node:traits:list': SYSTEM_OR_PROJECT_READER,
  'node:traits:set': SYSTEM_MEMBER_OR_OWNER_ADMIN,
  'node:traits:delete': SYSTEM_MEMBER_OR_OWNER_ADMIN,
  'node:bios:get': SYSTEM_OR_PROJECT_READER,
  'node:disable_cleaning': SYSTEM_ADMIN,
  'node:history:get': SYSTEM_OR_OWNER_READER,
  'node:inventory:get': SYSTEM_OR_OWNER_READER,
  'node:update:shard': SYSTEM_ADMIN,
  'shards:get': SYSTEM_READER,
  'node:update:parent_node': SYSTEM_MEMBER,
  'node:update:disable_power_off': SYSTEM_ADMIN,
  'node:firmware:get': SYSTEM_OR_PROJECT_READER,
  'node:vmedia:attach': SYSTEM_OR_PROJECT_MEMBER,
  'node:vmedia:detach': SYSTEM_OR_PROJECT_MEMBER,
  'node:vmedia:get': SYSTEM_OR_PROJECT_READER,
  'port:get': SYSTEM_OR_PROJECT_READER,
  'port:list': API_READER,
  'port:list_all': SYSTEM_READER,
  'port:create': SYSTEM_ADMIN_OR_OWNER_ADMIN,
  'port:delete': SYSTEM_ADMIN_OR_OWNER_ADMIN,
  'port:update': SYSTEM_MEMBER_OR_OWNER_ADMIN,
  'portgroup:get': SYSTEM_OR_PROJECT_READER,
  'portgroup:create': SYSTEM_ADMIN_OR_OWNER_ADMIN,
  'portgroup:delete': SYSTEM_ADMIN_OR_OWNER_ADMIN,
  'portgroup:update': SYSTEM_MEMBER_OR_OWNER_ADMIN,
  'portgroup:list': API_READER,
  'portgroup:list_all': SYSTEM_READER,
  'chassis:get': SYSTEM_READER,
  'chassis:create': SYSTEM_ADMIN,
  'chassis:delete': SYSTEM_ADMIN,
  'chassis:update': SYSTEM_MEMBER,
  'driver:get': SYSTEM_READER,
  'driver:get_properties': SYSTEM_READER,
  'driver:get_raid_logical_disk_properties': SYSTEM_READER,
  'node:vendor_passthru': SYSTEM_ADMIN,
  'driver:vendor_passthru': SYSTEM_ADMIN,
  'volume:list_all': SYSTEM_READER,
  'volume:list': API_READER,
  'volume:get': SYSTEM_OR_PROJECT_READER,
  'volume:create': SYSTEM_MEMBER_OR_OWNER_LESSEE_ADMIN,
  'volume:delete': SYSTEM_MEMBER_OR_OWNER_LESSEE_ADMIN,
  'volume:update': SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN,
  'volume:view_target_properties': TARGET_PROPERTIES_READER,
  'conductor:get': SYSTEM_READER,
  'allocation:get': ALLOCATION_READER,
  'allocation:list': API_READER,
  'allocation:list_all': SYSTEM_READER,
  'allocation:create': ALLOCATION_CREATOR,
  'allocation:create_restricted': SYSTEM_MEMBER,
  'allocation:delete': ALLOCATION_MEMBER,
  'allocation:update': ALLOCATION_MEMBER,
  'events:post': SYSTEM_ADMIN,
  'deploy_template:get': SYSTEM_READER,
  'deploy_template:create': SYSTEM_ADMIN,
  'deploy_template:delete': SYSTEM_ADMIN,
  'deploy_template:update': SYSTEM_ADMIN,
  'runbook:get': RUNBOOK_READER,
  'runbook:list': API_READER,
  'runbook:list_all': SYSTEM_READER,
  'runbook:create': RUNBOOK_CREATOR,
  'runbook:delete': RUNBOOK_ADMIN,
  'runbook:update': RUNBOOK_ADMIN,
  'runbook:update:public': SYSTEM_MEMBER,
  'runbook:update:owner': SYSTEM_MEMBER,
  'runbook:use': RUNBOOK_ADMIN,
  'inspection_rule:get': SYSTEM_READER,
  'inspection_rule:list_all': SYSTEM_READER,
  'inspection_rule:create': SYSTEM_ADMIN,
  'inspection_rule:update': SYSTEM_ADMIN,
  'inspection_rule:delete': SYSTEM_ADMIN,
} as const satisfies Readonly<Record<string, PolicyCheck>>

export type PolicyRule = keyof typeof RULES

export const checkOf = (rule: PolicyRule): PolicyCheck => RULES[rule]

/** Rules that are not evaluated for a token of a project: the attempt is an error of its own. */
const FOR_SYSTEM_ONLY: readonly PolicyRule[] = [
  'node:update_owner_provisioned',
  'chassis:get',
  'chassis:create',
  'chassis:delete',
  'chassis:update',
  'driver:get',
  'driver:get_properties',
  'driver:get_raid_logical_disk_properties',
  'driver:vendor_passthru',
  'events:post',
]

const ONCE_FOR_SYSTEM_ONLY: readonly PolicyRule[] = [
  'node:disable_cleaning',
  'conductor:get',
  'deploy_template:get',
  'deploy_template:create',
  'deploy_template:delete',
  'deploy_template:update',
]

/** Returns whether the rule applies only to tokens of system scope. */
export function isForSystemOnly(world: { readonly settings: SimulatorSettings }, rule: PolicyRule): boolean {
  return (
    FOR_SYSTEM_ONLY.includes(rule) ||
    (!serverHas(world, 'tellsWhatIsWrong') && ONCE_FOR_SYSTEM_ONLY.includes(rule))
  )
}

/** Returns the rule as Ironic quotes it to a caller with a token of a project. */
export function textOfRule(rule: PolicyRule): string {
  switch (RULES[rule]) {
    case SYSTEM_READER:
      return '(role:reader and system_scope:all) or (role:service and system_scope:all) or rule:service_role'
    case SYSTEM_MEMBER:
      return '(role:member and system_scope:all) or rule:service_role'
    default:
      return 'role:admin and system_scope:all'
  }
}
