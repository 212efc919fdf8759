import type { ClientError, IronicClient } from 'ironic-driver'
import type { ResultAsync } from 'neverthrow'
import type { JsonValue } from '../comparison/json-value.js'

type Read = ResultAsync<unknown, ClientError>

/** Something that Ironic shows, and how the client reads it. */
export interface ReadResource {
  /** As it is called in errors. */
  readonly operation: string
  /** The paths whose body is one. */
  readonly one?: RegExp
  /** The paths whose body has a list of them, and its key. */
  readonly list?: readonly [RegExp, string]
  /** True when the client takes a list as it comes, without asking for more. */
  readonly listedInFull?: true
  /** Reads one, whole or just these fields. */
  readonly read: (client: IronicClient, fields?: readonly never[]) => Read
  /** Set when no fields of it can be chosen. */
  readonly whole?: true
  /** Set when its keys are no fields but names of other things. */
  readonly keyedByName?: true
  /** The reply in which one comes; by default it is the body. */
  readonly within?: (item: JsonValue) => JsonValue
  /** What is read of that reply. */
  readonly readAs?: (item: JsonValue) => JsonValue
  /** The fields without which it is no valid response, of those that the fullest reply has. */
  readonly depends: readonly string[]
  /** The fields that Ironic shows and the client passes on without a look or a promise. */
  readonly unread?: readonly string[]
  /** The version from which on the client asks for it, where Ironic does not look at that. */
  readonly askedSince?: number
  /** The fields that some servers show before the version that brought them. */
  readonly shownEarly?: readonly string[]
  /** Set where the recordings have none; only a simulated machine shows it. */
  readonly seenOnlyInSimulator?: true
}

const inList =
  (key: string) =>
  (item: JsonValue): JsonValue => ({ [key]: [item] })
const asList = (item: JsonValue): JsonValue => [item]
const LINKS = ['links']
const ID = '[^/]+'
const node = `/v1/nodes/${ID}`
const path = (...alternatives: readonly string[]) => new RegExp(`^(?:${alternatives.join('|')})/?$`)

export const READ_RESOURCES: readonly ReadResource[] = [
  {
    operation: 'nodes.get',
    one: path('/v1/nodes/(?!validate$)[^/]+'),
    list: [path('/v1/nodes(?:/detail)?', `/v1/chassis/${ID}/nodes(?:/detail)?`), 'nodes'],
    read: (client, fields) => client.nodes.get('n1', fields && { fields }),
    depends: [
      'chassis_uuid',
      'clean_step',
      'console_enabled',
      'driver',
      'driver_info',
      'driver_internal_info',
      'extra',
      'inspection_finished_at',
      'inspection_started_at',
      'instance_info',
      'instance_uuid',
      'last_error',
      'maintenance',
      'maintenance_reason',
      'name',
      'power_state',
      'properties',
      'provision_state',
      'provision_updated_at',
      'reservation',
      'target_power_state',
      'target_provision_state',
      'uuid',
    ],
    unread: ['links', 'ports', 'portgroups', 'states', 'volume'],
  },
  {
    operation: 'nodeStates.get',
    one: path(`${node}/states`),
    read: (client) => client.nodeStates.get('n1'),
    whole: true,
    depends: [
      'console_enabled',
      'last_error',
      'power_state',
      'provision_state',
      'provision_updated_at',
      'target_power_state',
      'target_provision_state',
    ],
  },
  {
    operation: 'nodeConsole.get',
    one: path(`${node}/states/console`),
    read: (client) => client.nodeConsole.get('n1'),
    whole: true,
    depends: ['console_enabled', 'console_info'],
  },
  {
    operation: 'nodeValidations.get',
    one: path(`${node}/validate`, '/v1/nodes/validate'),
    read: (client) => client.nodeValidations.get('n1'),
    whole: true,
    keyedByName: true,
    depends: [],
  },
  {
    operation: 'nodeTraits.list',
    one: path(`${node}/traits`),
    read: (client) => client.nodeTraits.list('n1'),
    whole: true,
    readAs: (body) => (body as { traits: JsonValue }).traits,
    depends: ['traits'],
  },
  {
    operation: 'nodeVifs.list',
    list: [path(`${node}/vifs`), 'vifs'],
    read: (client) => client.nodeVifs.list('n1'),
    whole: true,
    listedInFull: true,
    within: inList('vifs'),
    readAs: asList,
    depends: ['id'],
    seenOnlyInSimulator: true,
  },
  {
    operation: 'nodeHistory.get',
    one: path(`${node}/history/${ID}`),
    list: [path(`${node}/history`), 'history'],
    read: (client) => client.nodeHistory.get('n1', 'e1'),
    whole: true,
    depends: ['created_at', 'event', 'severity', 'uuid'],
    unread: LINKS,
    seenOnlyInSimulator: true,
  },
  {
    operation: 'nodeInventory.get',
    one: path(`${node}/inventory`),
    read: (client) => client.nodeInventory.get('n1'),
    whole: true,
    depends: ['inventory', 'plugin_data'],
    seenOnlyInSimulator: true,
  },
  {
    operation: 'nodeBios.list',
    list: [path(`${node}/bios`), 'bios'],
    listedInFull: true,
    read: (client, fields) => client.nodeBios.list('n1', fields && { fields }),
    within: inList('bios'),
    readAs: asList,
    depends: ['created_at', 'name', 'updated_at', 'value'],
    unread: LINKS,
    seenOnlyInSimulator: true,
  },
  {
    operation: 'nodeBios.get',
    one: path(`${node}/bios/${ID}`),
    read: (client) => client.nodeBios.get('n1', 'Cores'),
    whole: true,
    keyedByName: true,
    readAs: (body) => (body as Readonly<Record<string, JsonValue>>)['Cores'] ?? null,
    depends: [],
    seenOnlyInSimulator: true,
  },
  {
    operation: 'nodeFirmware.list',
    list: [path(`${node}/firmware`), 'firmware'],
    listedInFull: true,
    read: (client, fields) => client.nodeFirmware.list('n1', fields && { fields }),
    within: inList('firmware'),
    readAs: asList,
    depends: [
      'component',
      'created_at',
      'current_version',
      'initial_version',
      'last_version_flashed',
      'updated_at',
    ],
    seenOnlyInSimulator: true,
  },
  {
    operation: 'nodeIndicators.list',
    list: [path(`${node}/management/indicators`), 'indicators'],
    listedInFull: true,
    read: (client) => client.nodeIndicators.list('n1'),
    whole: true,
    askedSince: 63,
    within: inList('indicators'),
    readAs: asList,
    depends: ['component', 'name', 'readonly', 'states'],
    unread: LINKS,
  },
  {
    operation: 'nodeIndicators.state',
    one: path(`${node}/management/indicators/${ID}`),
    read: (client) => client.nodeIndicators.state('n1', 'led@system'),
    whole: true,
    askedSince: 63,
    readAs: (body) => (body as { state: JsonValue }).state,
    depends: ['state'],
  },
  {
    operation: 'nodeBootDevice.get',
    one: path(`${node}/management/boot_device`),
    read: (client) => client.nodeBootDevice.get('n1'),
    whole: true,
    depends: ['boot_device', 'persistent'],
  },
  {
    operation: 'nodeBootDevice.supported',
    one: path(`${node}/management/boot_device/supported`),
    read: (client) => client.nodeBootDevice.supported('n1'),
    whole: true,
    readAs: (body) => (body as { supported_boot_devices: JsonValue }).supported_boot_devices,
    depends: ['supported_boot_devices'],
  },
  {
    operation: 'nodeVmedia.list',
    one: path(`${node}/vmedia`),
    read: (client) => client.nodeVmedia.list('n1'),
    whole: true,
    keyedByName: true,
    depends: [],
    seenOnlyInSimulator: true,
  },
  {
    operation: 'nodeChildren.list',
    one: path(`${node}/children`),
    read: (client) => client.nodeChildren.list('n1'),
    whole: true,
    readAs: (body) => (body as { children: JsonValue }).children,
    depends: ['children'],
    unread: LINKS,
  },
  {
    operation: 'nodeVendorPassthru.methods',
    one: path(`${node}/vendor_passthru/methods`),
    read: (client) => client.nodeVendorPassthru.methods('n1'),
    whole: true,
    keyedByName: true,
    depends: [],
  },
  {
    operation: 'nodeVendorPassthru.call',
    one: path(`${node}/vendor_passthru(?:/(?!methods)${ID})?`),
    read: (client) => client.nodeVendorPassthru.call('n1', { method: 'm1' }),
    whole: true,
    keyedByName: true,
    depends: [],
  },
  {
    operation: 'nodeAllocation.get',
    one: path(`${node}/allocation`),
    read: (client, fields) => client.nodeAllocation.get('n1', fields && { fields }),
    depends: [
      'candidate_nodes',
      'created_at',
      'extra',
      'last_error',
      'name',
      'node_uuid',
      'resource_class',
      'state',
      'traits',
      'updated_at',
      'uuid',
    ],
    unread: LINKS,
  },
  {
    operation: 'ports.get',
    one: path(`/v1/ports/${ID}`),
    list: [path('/v1/ports(?:/detail)?', `/v1/(?:nodes|portgroups)/${ID}/ports(?:/detail)?`), 'ports'],
    read: (client, fields) => client.ports.get('p1', fields && { fields }),
    depends: ['address', 'created_at', 'extra', 'node_uuid', 'updated_at', 'uuid'],
    unread: LINKS,
  },
  {
    operation: 'portGroups.get',
    one: path(`/v1/portgroups/${ID}`),
    list: [path('/v1/portgroups(?:/detail)?', `${node}/portgroups(?:/detail)?`), 'portgroups'],
    read: (client, fields) => client.portGroups.get('g1', fields && { fields }),
    shownEarly: ['mode', 'properties', 'physical_network', 'category', 'dynamic_portgroup'],
    depends: [
      'address',
      'created_at',
      'extra',
      'internal_info',
      'name',
      'node_uuid',
      'standalone_ports_supported',
      'updated_at',
      'uuid',
    ],
    unread: ['links', 'ports'],
  },
  {
    operation: 'chassis.get',
    one: path(`/v1/chassis/${ID}`),
    list: [path('/v1/chassis(?:/detail)?'), 'chassis'],
    read: (client, fields) => client.chassis.get('c1', fields && { fields }),
    depends: ['created_at', 'description', 'extra', 'updated_at', 'uuid'],
    unread: ['links', 'nodes'],
  },
  {
    operation: 'conductors.get',
    one: path(`/v1/conductors/${ID}`),
    list: [path('/v1/conductors'), 'conductors'],
    read: (client, fields) => client.conductors.get('c1', fields && { fields }),
    depends: ['alive', 'conductor_group', 'created_at', 'drivers', 'hostname', 'updated_at'],
    unread: LINKS,
  },
  {
    operation: 'allocations.get',
    one: path(`/v1/allocations/${ID}`),
    list: [path('/v1/allocations'), 'allocations'],
    listedInFull: true,
    read: (client, fields) => client.allocations.get('a1', fields && { fields }),
    depends: [
      'candidate_nodes',
      'created_at',
      'extra',
      'last_error',
      'name',
      'node_uuid',
      'resource_class',
      'state',
      'traits',
      'updated_at',
      'uuid',
    ],
    unread: LINKS,
  },
  {
    operation: 'deployTemplates.get',
    one: path(`/v1/deploy_templates/${ID}`),
    list: [path('/v1/deploy_templates'), 'deploy_templates'],
    read: (client, fields) => client.deployTemplates.get('t1', fields && { fields }),
    depends: ['created_at', 'extra', 'name', 'steps', 'updated_at', 'uuid'],
    unread: LINKS,
  },
  {
    operation: 'runbooks.get',
    one: path(`/v1/runbooks/${ID}`),
    list: [path('/v1/runbooks'), 'runbooks'],
    read: (client, fields) => client.runbooks.get('r1', fields && { fields }),
    depends: [
      'created_at',
      'disable_ramdisk',
      'extra',
      'name',
      'owner',
      'public',
      'steps',
      'updated_at',
      'uuid',
    ],
    unread: LINKS,
  },
  {
    operation: 'runbookTraits.list',
    one: path(`/v1/runbooks/${ID}/traits`),
    read: (client) => client.runbookTraits.list('r1'),
    whole: true,
    readAs: (body) => (body as { traits: JsonValue }).traits,
    depends: ['traits'],
    seenOnlyInSimulator: true,
  },
  {
    operation: 'inspectionRules.get',
    one: path(`/v1/inspection_rules/${ID}`),
    list: [path('/v1/inspection_rules'), 'inspection_rules'],
    read: (client, fields) => client.inspectionRules.get('i1', fields && { fields }),
    depends: [
      'actions',
      'conditions',
      'created_at',
      'description',
      'phase',
      'priority',
      'sensitive',
      'updated_at',
      'uuid',
    ],
    unread: LINKS,
  },
  {
    operation: 'drivers.get',
    one: path(`/v1/drivers/${ID}`),
    list: [path('/v1/drivers'), 'drivers'],
    listedInFull: true,
    read: (client, fields) => client.drivers.get('d1', fields && { fields }),
    depends: ['hosts', 'name'],
    unread: ['links', 'properties'],
  },
  {
    operation: 'drivers.properties',
    one: path(`/v1/drivers/${ID}/properties`),
    read: (client) => client.drivers.properties('d1'),
    whole: true,
    keyedByName: true,
    depends: [],
  },
  {
    operation: 'drivers.raidLogicalDiskProperties',
    one: path(`/v1/drivers/${ID}/raid/logical_disk_properties`),
    read: (client) => client.drivers.raidLogicalDiskProperties('d1'),
    whole: true,
    keyedByName: true,
    depends: [],
  },
  {
    operation: 'driverVendorPassthru.methods',
    one: path(`/v1/drivers/${ID}/vendor_passthru/methods`),
    read: (client) => client.driverVendorPassthru.methods('d1'),
    whole: true,
    keyedByName: true,
    depends: [],
  },
  {
    operation: 'shards.list',
    list: [path('/v1/shards'), 'shards'],
    listedInFull: true,
    read: (client) => client.shards.list(),
    whole: true,
    within: inList('shards'),
    readAs: asList,
    depends: ['count', 'name'],
  },
  {
    operation: 'volumeConnectors.get',
    one: path(`/v1/volume/connectors/${ID}`),
    list: [path('/v1/volume/connectors', `${node}/volume/connectors`), 'connectors'],
    read: (client, fields) => client.volumeConnectors.get('v1', fields && { fields }),
    depends: ['connector_id', 'created_at', 'extra', 'node_uuid', 'type', 'updated_at', 'uuid'],
    unread: LINKS,
  },
  {
    operation: 'volumeTargets.get',
    one: path(`/v1/volume/targets/${ID}`),
    list: [path('/v1/volume/targets', `${node}/volume/targets`), 'targets'],
    read: (client, fields) => client.volumeTargets.get('v1', fields && { fields }),
    depends: [
      'boot_index',
      'created_at',
      'extra',
      'node_uuid',
      'properties',
      'updated_at',
      'uuid',
      'volume_id',
      'volume_type',
    ],
    unread: LINKS,
  },
]

/** What is recorded of Ironic and no resource of the client: with a reason each. */
export const NO_RESOURCES: readonly (readonly [RegExp, string])[] = [
  [/^\/$/, 'the versions, which the client asks for by itself'],
  [/^\/v1\/?(?:\.json)?$/, 'the links to what is below'],
  [/\.json$/, 'a way of writing paths that Ironic has given up'],
  [path(`${node}/driver`, `${node}/volume`, '/v1/volume'), 'links, or a field in the path'],
]
