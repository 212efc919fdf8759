import type { FreeForm } from '../../../client/collections/field-schemas.js'

/** The text fields of a new node, with the maximum length that Ironic stores. */
export const NODE_TEXTS = {
  resource_class: 80,
  conductor_group: 255,
  description: 4096,
  owner: 255,
  lessee: 255,
  shard: 255,
  parent_node: 255,
  instance_name: 255,
  retired_reason: 255,
  boot_mode: 16,
  bios_interface: 255,
  boot_interface: 255,
  console_interface: 255,
  deploy_interface: 255,
  firmware_interface: 255,
  inspect_interface: 255,
  management_interface: 255,
  network_interface: 255,
  power_interface: 255,
  raid_interface: 255,
  rescue_interface: 255,
  storage_interface: 255,
  vendor_interface: 255,
} as const

export const NODE_FLAGS = [
  'automated_clean',
  'console_enabled',
  'disable_power_off',
  'maintenance',
  'retired',
  'secure_boot',
] as const

export const NODE_OBJECTS = ['driver_info', 'properties', 'extra', 'instance_info', 'network_data'] as const

type NodeTexts = { readonly [Field in keyof typeof NODE_TEXTS]?: string | null | undefined }
type NodeFlags = Readonly<Partial<Record<(typeof NODE_FLAGS)[number], boolean | null | undefined>>>
type NodeObjects = Readonly<Partial<Record<(typeof NODE_OBJECTS)[number], FreeForm | null | undefined>>>

/** A network port of a node to enroll, with Ironic's own field names. */
export interface PortToEnroll {
  /** Its MAC address. */
  readonly address: string
  /** Default: generated. */
  readonly uuid?: string | null | undefined
  /** Microversion 1.88. */
  readonly name?: string | null | undefined
  readonly pxe_enabled?: boolean | null | undefined
  readonly local_link_connection?: FreeForm | null | undefined
  readonly physical_network?: string | null | undefined
  readonly is_smartnic?: boolean | null | undefined
  readonly extra?: FreeForm | null | undefined
  /** Microversion 1.97. */
  readonly description?: string | null | undefined
  /** Microversion 1.100. */
  readonly vendor?: string | null | undefined
  /** Microversion 1.101. */
  readonly category?: string | null | undefined
  /** Microversion 1.111. */
  readonly available_for_dynamic_portgroup?: boolean | null | undefined
  /** UUID of its node, which its place in the input implies; another UUID is refused. */
  readonly node_uuid?: string | null | undefined
  /** UUID of a port group. Inside a port group, its place in the input implies it; another UUID is refused. */
  readonly portgroup_uuid?: string | null | undefined
}

/**
 * A port group (bond) of a node to enroll, with Ironic's own field names. It needs a `name`, an `address` or a `uuid`,
 * by which a repeated enrollment finds it. Microversion 1.23.
 */
export interface PortGroupToEnroll {
  readonly uuid?: string | null | undefined
  readonly name?: string | null | undefined
  /** Its MAC address. */
  readonly address?: string | null | undefined
  readonly mode?: string | null | undefined
  readonly properties?: FreeForm | null | undefined
  readonly extra?: FreeForm | null | undefined
  readonly standalone_ports_supported?: boolean | null | undefined
  /** Microversion 1.102. */
  readonly physical_network?: string | null | undefined
  /** Microversion 1.103. */
  readonly category?: string | null | undefined
  /** UUID of its node, which its place in the input implies; another UUID is refused. */
  readonly node_uuid?: string | null | undefined
  /** The member ports. */
  readonly ports?: readonly PortToEnroll[] | null | undefined
}

/**
 * A node to enroll: all fields that Ironic accepts for a new node, by Ironic's own names, with traits, ports and port
 * groups. It needs a `uuid`, a `name` or a port, by which a repeated enrollment finds it. A null counts as left out.
 */
export interface NodeToEnroll extends NodeTexts, NodeFlags, NodeObjects {
  readonly driver: string
  /** Default: generated. */
  readonly uuid?: string | null | undefined
  readonly name?: string | null | undefined
  readonly chassis_uuid?: string | null | undefined
  readonly instance_uuid?: string | null | undefined
  /** At most 50. Microversion 1.37. */
  readonly traits?: readonly string[] | null | undefined
  readonly ports?: readonly PortToEnroll[] | null | undefined
  readonly portgroups?: readonly PortGroupToEnroll[] | null | undefined
}

/** A chassis to create, with its nodes. It needs a `uuid` or a `description`, by which it is found again. */
export interface ChassisToEnroll {
  readonly uuid?: string | null | undefined
  /** At most 255 characters. */
  readonly description?: string | null | undefined
  readonly extra?: FreeForm | null | undefined
  readonly nodes?: readonly NodeToEnroll[] | null | undefined
}

/** Many nodes to enroll, those in a chassis first: the content of files for `baremetal create`. */
export interface Enrollment {
  readonly chassis?: readonly ChassisToEnroll[] | null | undefined
  readonly nodes?: readonly NodeToEnroll[] | null | undefined
}
