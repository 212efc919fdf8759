import * as z from 'zod'
import { freeForm, nullableText } from '../collections/field-schemas.js'
import { resourceSchema, type ItemOf } from '../collections/resource-schema.js'

export const portSchema = resourceSchema(
  'a port',
  {
    uuid: z.string(),
    /** The MAC address, in lower case. */
    address: z.string(),
    node_uuid: z.string(),
    extra: freeForm,
    created_at: z.string(),
    updated_at: nullableText,
  },
  {
    /** What Ironic notes for itself: `tenant_vif_port_id` is the VIF that is attached. */
    internal_info: [freeForm, '1.18'],
    pxe_enabled: [z.boolean(), '1.19'],
    /** Where it is plugged in: `switch_id`, `port_id`, `switch_info` and others. */
    local_link_connection: [freeForm, '1.19'],
    portgroup_uuid: [nullableText, '1.24'],
    physical_network: [nullableText, '1.34'],
    /** `null` once it was removed by a patch. */
    is_smartnic: [z.boolean().nullable(), '1.53'],
    name: [nullableText, '1.88'],
    /** At most 255 characters. */
    description: [nullableText, '1.97'],
    /** At most 32 characters. */
    vendor: [nullableText, '1.100'],
    /** At most 80 characters. */
    category: [nullableText, '1.101'],
    available_for_dynamic_portgroup: [z.boolean(), '1.111'],
  },
)

/** A physical port of a node, with Ironic's own names. */
export interface Port extends ItemOf<typeof portSchema> {}
/** A field of a port that may be asked for by name. */
export type PortField = keyof Port

export const portGroupSchema = resourceSchema(
  'a port group',
  {
    uuid: z.string(),
    name: nullableText,
    /** The MAC address of the bond. */
    address: nullableText,
    node_uuid: z.string(),
    extra: freeForm,
    internal_info: freeForm,
    /** Whether its ports may be used one by one. */
    standalone_ports_supported: z.boolean(),
    created_at: z.string(),
    updated_at: nullableText,
  },
  {
    /** Such as `active-backup` or `802.3ad`; the server has a default. `null` where an older one was told so by a patch. */
    mode: [nullableText, '1.26'],
    /** Of the bond, as the kernel calls them: `miimon`, `xmit_hash_policy`. */
    properties: [freeForm, '1.26'],
    physical_network: [nullableText, '1.102'],
    /** At most 80 characters. */
    category: [nullableText, '1.103'],
    /** Whether Ironic made it by itself. */
    dynamic_portgroup: [z.boolean(), '1.111'],
  },
)

/** A group of physical ports, with Ironic's own names. */
export interface PortGroup extends ItemOf<typeof portGroupSchema> {}
/** A field of a port group that may be asked for by name. */
export type PortGroupField = keyof PortGroup
