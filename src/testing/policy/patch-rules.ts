import type { ApiRequest } from '../api/framework/api-request.js'
import type { PatchOperation } from '../api/framework/json-patch.js'
import { HARDWARE_INTERFACES } from '../hardware/hardware-profile.js'
import { nodeNotFound } from '../refusals/api-fault.js'
import { type NodeRecord } from '../world/node-record.js'
import type { PolicyRule } from './policy-rules.js'
import { isAllowed, requireRule } from './require-rule.js'

/**
 * The rules by the start of the path. The first match counts: `/driver` matches every path that starts with
 * it.
 */
const RULES: readonly (readonly [path: string, rule: PolicyRule])[] = [
  ['/instance_info', 'node:update_instance_info'],
  ['/extra', 'node:update_extra'],
  ['/driver_info', 'node:update:driver_info'],
  ['/properties', 'node:update:properties'],
  ['/chassis_uuid', 'node:update:chassis_uuid'],
  ['/instance_uuid', 'node:update:instance_uuid'],
  ['/instance_name', 'node:update_instance_info'],
  ['/lessee', 'node:update:lessee'],
  ['/owner', 'node:update:owner'],
  ['/driver', 'node:update:driver_interfaces'],
  ['/network_data', 'node:update:network_data'],
  ['/conductor_group', 'node:update:conductor_group'],
  ['/name', 'node:update:name'],
  ['/retired', 'node:update:retired'],
  ['/shard', 'node:update:shard'],
  ['/parent_node', 'node:update:parent_node'],
  ['/disable_power_off', 'node:update:disable_power_off'],
  ['/maintenance', 'node:set_maintenance'],
]

/**
 * Refuses a patch of a node when the caller may not do every part of it, and names the first refused part.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (_authorize_patch_and_get_node)
 */
export function authorizePatch(
  request: ApiRequest,
  node: NodeRecord,
  ident: string,
  patch: readonly PatchOperation[],
): void {
  if (request.caller === undefined) return
  if (!isAllowed(request, 'node:get', node)) throw nodeNotFound(ident)
  const rules = patch.map(ruleOf)
  const specific = rules.filter((rule) => rule !== undefined)
  for (const rule of specific) requireRule(request, rule, node)
  if (specific.length < rules.length || rules.length === 0) requireRule(request, 'node:update', node)
}

function ruleOf({ path, value }: PatchOperation): PolicyRule | undefined {
  const known = RULES.find(([start]) => path.startsWith(start))
  if (known !== undefined) return known[1]
  if (HARDWARE_INTERFACES.some((name) => path === `/${name}_interface`))
    return 'node:update:driver_interfaces'
  const isOff = value === false || (typeof value === 'string' && /^(0|f|false|n|no|off)$/i.test(value))
  return path.startsWith('/automated_clean') && isOff ? 'node:disable_cleaning' : undefined
}
