import type { PolicyRule } from './policy-rules.js'

/**
 * The rule that Ironic checks for each route, after the rule for seeing the node. A route below a node that
 * is missing here needs only `node:get`.
 *
 * @see openstack/ironic `ironic/api/controllers/v1`
 */
const ROUTE_RULES: Readonly<Record<string, PolicyRule>> = {
  'GET /v1/nodes/{node}/validate': 'node:validate',
  'PUT /v1/nodes/{node}/maintenance': 'node:set_maintenance',
  'DELETE /v1/nodes/{node}/maintenance': 'node:clear_maintenance',
  'GET /v1/nodes/{node}/management/boot_device': 'node:get_boot_device',
  'GET /v1/nodes/{node}/management/boot_device/supported': 'node:get_boot_device',
  'PUT /v1/nodes/{node}/management/boot_device': 'node:set_boot_device',
  'GET /v1/nodes/{node}/management/indicators': 'node:get_indicator_state',
  'GET /v1/nodes/{node}/management/indicators/{indicator}': 'node:get_indicator_state',
  'PUT /v1/nodes/{node}/management/indicators/{indicator}': 'node:set_indicator_state',
  'PUT /v1/nodes/{node}/management/inject_nmi': 'node:inject_nmi',
  'GET /v1/nodes/{node}/states': 'node:get_states',
  'PUT /v1/nodes/{node}/states/power': 'node:set_power_state',
  'PUT /v1/nodes/{node}/states/boot_mode': 'node:set_boot_mode',
  'PUT /v1/nodes/{node}/states/secure_boot': 'node:set_secure_boot',
  'PUT /v1/nodes/{node}/states/provision': 'node:set_provision_state',
  'PUT /v1/nodes/{node}/states/raid': 'node:set_raid_state',
  'GET /v1/nodes/{node}/states/console': 'node:get_console',
  'PUT /v1/nodes/{node}/states/console': 'node:set_console_state',
  'GET /v1/nodes/{node}/vifs': 'node:vif:list',
  'POST /v1/nodes/{node}/vifs': 'node:vif:attach',
  'DELETE /v1/nodes/{node}/vifs/{vif}': 'node:vif:detach',
  'GET /v1/nodes/{node}/traits': 'node:traits:list',
  'PUT /v1/nodes/{node}/traits': 'node:traits:set',
  'PUT /v1/nodes/{node}/traits/{trait}': 'node:traits:set',
  'DELETE /v1/nodes/{node}/traits': 'node:traits:delete',
  'DELETE /v1/nodes/{node}/traits/{trait}': 'node:traits:delete',
  'GET /v1/nodes/{node}/bios': 'node:bios:get',
  'GET /v1/nodes/{node}/bios/{setting}': 'node:bios:get',
  'GET /v1/nodes/{node}/history': 'node:history:get',
  'GET /v1/nodes/{node}/history/{entry}': 'node:history:get',
  'GET /v1/nodes/{node}/inventory': 'node:inventory:get',
  'GET /v1/nodes/{node}/firmware': 'node:firmware:get',
  'GET /v1/nodes/{node}/vmedia': 'node:vmedia:get',
  'POST /v1/nodes/{node}/vmedia': 'node:vmedia:attach',
  'DELETE /v1/nodes/{node}/vmedia': 'node:vmedia:detach',
  'GET /v1/nodes/{node}/vendor_passthru/methods': 'node:vendor_passthru',
  'GET /v1/ports/{port}': 'port:get',
  'PATCH /v1/ports/{port}': 'port:update',
  'DELETE /v1/ports/{port}': 'port:delete',
  'POST /v1/ports': 'port:create',
  'GET /v1/portgroups/{portgroup}': 'portgroup:get',
  'PATCH /v1/portgroups/{portgroup}': 'portgroup:update',
  'DELETE /v1/portgroups/{portgroup}': 'portgroup:delete',
  'POST /v1/portgroups': 'portgroup:create',
  'GET /v1/volume/connectors/{ident}': 'volume:get',
  'PATCH /v1/volume/connectors/{ident}': 'volume:update',
  'DELETE /v1/volume/connectors/{ident}': 'volume:delete',
  'POST /v1/volume/connectors': 'volume:create',
  'GET /v1/volume/targets/{ident}': 'volume:get',
  'PATCH /v1/volume/targets/{ident}': 'volume:update',
  'DELETE /v1/volume/targets/{ident}': 'volume:delete',
  'POST /v1/volume/targets': 'volume:create',
  'GET /v1/allocations/{ident}': 'allocation:get',
  'PATCH /v1/allocations/{ident}': 'allocation:update',
  'DELETE /v1/allocations/{ident}': 'allocation:delete',
  'GET /v1/chassis': 'chassis:get',
  'GET /v1/chassis/detail': 'chassis:get',
  'GET /v1/chassis/{ident}': 'chassis:get',
  'POST /v1/chassis': 'chassis:create',
  'PATCH /v1/chassis/{ident}': 'chassis:update',
  'DELETE /v1/chassis/{ident}': 'chassis:delete',
  'GET /v1/drivers': 'driver:get',
  'GET /v1/drivers/{driver}': 'driver:get',
  'GET /v1/drivers/{driver}/properties': 'driver:get_properties',
  'GET /v1/drivers/{driver}/raid/logical_disk_properties': 'driver:get_raid_logical_disk_properties',
  'GET /v1/conductors': 'conductor:get',
  'GET /v1/conductors/{conductor}': 'conductor:get',
  'GET /v1/shards': 'shards:get',
  'GET /v1/deploy_templates': 'deploy_template:get',
  'GET /v1/deploy_templates/{ident}': 'deploy_template:get',
  'POST /v1/deploy_templates': 'deploy_template:create',
  'PATCH /v1/deploy_templates/{ident}': 'deploy_template:update',
  'DELETE /v1/deploy_templates/{ident}': 'deploy_template:delete',
  'GET /v1/runbooks/{ident}': 'runbook:get',
  'POST /v1/runbooks': 'runbook:create',
  'PATCH /v1/runbooks/{ident}': 'runbook:update',
  'DELETE /v1/runbooks/{ident}': 'runbook:delete',
  'GET /v1/inspection_rules': 'inspection_rule:get',
  'GET /v1/inspection_rules/{ident}': 'inspection_rule:get',
  'POST /v1/inspection_rules': 'inspection_rule:create',
  'PATCH /v1/inspection_rules/{ident}': 'inspection_rule:update',
  'DELETE /v1/inspection_rules/{ident}': 'inspection_rule:delete',
  'DELETE /v1/inspection_rules': 'inspection_rule:delete',
  'POST /v1/events': 'events:post',
}

/** The methods of the vendor passthru of nodes and drivers vary, and share a rule. */
const PASSTHRU = /^\/v1\/(nodes|drivers)\/\{\w+\}\/vendor_passthru/

/** Returns the rule of a route, if it has its own. */
export function ruleOfRoute({
  method,
  path,
}: {
  readonly method: string
  readonly path: string
}): PolicyRule | undefined {
  const [, kind] = PASSTHRU.exec(path) ?? []
  if (kind !== undefined) return kind === 'nodes' ? 'node:vendor_passthru' : 'driver:vendor_passthru'
  return Object.hasOwn(ROUTE_RULES, `${method} ${path}`) ? ROUTE_RULES[`${method} ${path}`] : undefined
}

/** The routes that have a rule of their own. */
export const RULED_ROUTES: readonly string[] = Object.keys(ROUTE_RULES)
