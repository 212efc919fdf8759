import { inputProblems } from '../../errors/input-problem.js'
import * as z from 'zod'
import { bulkShape } from '../../operations/bulk-run.js'
import { askOptionsWith, milliseconds, uuid, traitName } from '../../operations/input-schemas.js'
import { jsonObject } from '../../operations/json-input.js'
import {
  allIdentities,
  identitiesOf,
  isIdentified,
  portsOf,
  repeatedAmong,
  type Identity,
} from './machine/machine-identity.js'
import {
  NODE_FLAGS,
  NODE_OBJECTS,
  NODE_TEXTS,
  type ChassisToEnroll,
  type Enrollment,
  type NodeToEnroll,
  type PortGroupToEnroll,
  type PortToEnroll,
} from './machine/machine-to-enroll.js'
import type { EnrollOptions, EnrollAllOptions } from './enroll-all.js'

const UUID_LIKE = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i
const RESERVED = ['maintenance', 'management', 'states', 'vendor_passthru', 'detail', 'validate']

/** Ironic accepts only this form of an address, and stores it in lower case. */
const macAddress = z
  .string()
  .regex(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i, 'must be a MAC address, such as 52:54:00:12:34:56')
  .toLowerCase()

const logicalName = z
  .string()
  .min(1, 'is empty; leave it out for none')
  .max(255, 'is longer than the 255 characters that a name may have')
  .regex(/^[\w\-.~]+$/, 'must consist of letters, digits and - . _ ~')

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (_check_names_acceptable) */
const nodeName = z.lazy(() =>
  logicalName
    .refine((name) => !UUID_LIKE.test(name), 'looks like a UUID, which Ironic does not accept as a name')
    .refine((name) => !RESERVED.includes(name), 'is reserved by Ironic; pass another name')
    .refine((name) => !/^\.+$/.test(name), 'cannot be part of a URL; pass another name'),
)

const text = (longest: number) =>
  z.string().max(longest, `is longer than the ${longest} characters that Ironic keeps`).nullish()
const flag = z.boolean('must be true or false').nullish()
const object = jsonObject.nullish()

/** An object with these fields and no others. */
function fieldsOf<const Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, inputProblems('field'))
}

const port: z.ZodType<PortToEnroll> = z.lazy(() =>
  fieldsOf({
    address: macAddress,
    uuid: uuid.nullish(),
    name: logicalName.nullish(),
    pxe_enabled: flag,
    local_link_connection: object,
    physical_network: text(64),
    is_smartnic: flag,
    extra: object,
    description: text(255),
    vendor: text(32),
    category: text(80),
    available_for_dynamic_portgroup: flag,
    node_uuid: uuid.nullish(),
    portgroup_uuid: uuid.nullish(),
  }),
)

const portGroup: z.ZodType<PortGroupToEnroll> = z.lazy(() =>
  fieldsOf({
    uuid: uuid.nullish(),
    name: logicalName.nullish(),
    address: macAddress.nullish(),
    mode: text(255),
    properties: object,
    extra: object,
    standalone_ports_supported: flag,
    physical_network: text(64),
    category: text(80),
    node_uuid: uuid.nullish(),
    ports: z.array(port).nullish(),
  })
    .refine(
      ({ uuid: id, name, address }) => id != null || name != null || address != null,
      'needs a name, an address or a uuid, to be found when it is enrolled again',
    )
    .superRefine(({ uuid: id, ports }, context) => {
      for (const [index, { portgroup_uuid }] of (ports ?? []).entries())
        if (portgroup_uuid != null && portgroup_uuid !== id)
          context.addIssue(elsewhere(['ports', index, 'portgroup_uuid'], 'port group'))
    }),
)

function shapeOf<Name extends string, Schema>(names: readonly Name[], schema: (name: Name) => Schema) {
  return Object.fromEntries(names.map((name) => [name, schema(name)])) as Record<Name, Schema>
}

/** One node. */
export const nodeToEnroll: z.ZodType<NodeToEnroll> = z.lazy(() =>
  fieldsOf({
    ...shapeOf(Object.keys(NODE_TEXTS) as (keyof typeof NODE_TEXTS)[], (name) => text(NODE_TEXTS[name])),
    ...shapeOf(NODE_FLAGS, () => flag),
    ...shapeOf(NODE_OBJECTS, () => object),
    driver: z
      .string()
      .min(1, 'is empty; pass a driver, such as redfish')
      .max(255, 'is longer than 255 characters'),
    uuid: uuid.nullish(),
    name: nodeName.nullish(),
    chassis_uuid: uuid.nullish(),
    instance_uuid: uuid.nullish(),
    traits: z.array(traitName).max(50, 'has more than the 50 traits that a node can have').nullish(),
    ports: z.array(port).nullish(),
    portgroups: z.array(portGroup).nullish(),
  })
    .refine(isIdentified, 'needs a name, a uuid or a port, to be found when it is enrolled again')
    .superRefine((node, context) => {
      const groups = (node.portgroups ?? []).map((group, index) => [['portgroups', index], group] as const)
      for (const [path, { node_uuid }] of [...portsOf(node), ...groups])
        if (node_uuid != null && node_uuid !== node.uuid)
          context.addIssue(elsewhere([...path, 'node_uuid'], 'node'))
      reportRepeated(identitiesOf(node), context)
    }),
)

const manyNodes = z.array(nodeToEnroll)

const chassis: z.ZodType<ChassisToEnroll> = z.lazy(() =>
  fieldsOf({
    uuid: uuid.nullish(),
    description: z
      .string()
      .min(1, 'is empty')
      .max(255, 'is longer than the 255 characters that Ironic keeps')
      .nullish(),
    extra: object,
    nodes: manyNodes.nullish(),
  })
    .refine(
      ({ uuid: id, description }) => id != null || description != null,
      'needs a uuid or a description, to be found when it is enrolled again',
    )
    .superRefine(({ uuid: id, nodes }, context) => {
      for (const [index, { chassis_uuid }] of (nodes ?? []).entries())
        if (chassis_uuid != null && chassis_uuid !== id)
          context.addIssue(elsewhere(['nodes', index, 'chassis_uuid'], 'chassis'))
    }),
)

/** Many nodes, with or without their chassis. */
export const enrollment: z.ZodType<Enrollment> = z.lazy(() =>
  fieldsOf({
    chassis: z.array(chassis).nullish(),
    nodes: manyNodes.nullish(),
  }).superRefine((given, context) => reportRepeated(allIdentities(given), context)),
)

const enrollShape = { deadlineMs: milliseconds.optional() }

export const enrollOptions: z.ZodType<EnrollOptions> = askOptionsWith(enrollShape)

export const enrollAllOptions = z.lazy(
  () =>
    askOptionsWith({
      ...enrollShape,
      ...bulkShape,
    }) as z.ZodType<EnrollAllOptions>,
)

function elsewhere(path: readonly (string | number)[], owner: string) {
  const message = `is not the UUID of the ${owner} that contains it; leave it out, or give that ${owner} this UUID`
  return { code: 'custom' as const, path: [...path], message }
}

function reportRepeated(
  identities: readonly Identity[],
  context: { addIssue: (issue: { code: 'custom'; path: (string | number)[]; message: string }) => void },
): void {
  for (const { path } of repeatedAmong(identities))
    context.addIssue({
      code: 'custom',
      path: [...path],
      message: 'appears twice, but must be unique; remove or change one',
    })
}
