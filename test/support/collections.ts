import { randomInt, randomUUID } from 'node:crypto'
import { setField, type Collection, type IronicClient, type JsonPatch } from 'ironic-driver/client'
import type { IronicDriverError } from 'ironic-driver'
import type { ResultAsync } from 'neverthrow'

interface WithUuid {
  readonly uuid: string
}

/** The calls that all collections of the client have. */
interface CommonCalls<New> {
  create(values: New): ResultAsync<WithUuid, IronicDriverError>
  get(ident: string): ResultAsync<object, IronicDriverError>
  list(options?: { readonly pageSize?: number }): Collection<WithUuid>
  patch(ident: string, patch: JsonPatch): ResultAsync<object, IronicDriverError>
  delete(ident: string): ResultAsync<void, IronicDriverError>
}

/** One collection of a client, and how its resources are created. */
export interface UsedCollection extends Omit<CommonCalls<never>, 'create'> {
  /** Creates a unique resource; below this node, where resources belong to one. */
  readonly create: (node: string) => ResultAsync<WithUuid, IronicDriverError>
  /** Reads one with only `field`. */
  readonly getField: (ident: string) => ResultAsync<object, IronicDriverError>
  readonly listField: () => ResultAsync<readonly WithUuid[], IronicDriverError>
}

/** A collection of the client as the tests use it. */
export interface TestedCollection {
  readonly name: string
  /** The path below `/v1`. */
  readonly path: string
  /** The microversion that it needs. */
  readonly since: `1.${number}`
  /** A field that can be read alone and changed. */
  readonly field: 'extra' | 'description'
  readonly use: (client: IronicClient) => UsedCollection
}

export const NEW_VALUE = { extra: { rack: 7 }, description: 'the left one' } as const

function used<New>(
  calls: CommonCalls<New>,
  values: (node: string) => New,
  fields: Pick<UsedCollection, 'getField' | 'listField'>,
): UsedCollection {
  return {
    create: (node) => calls.create(values(node)),
    get: (ident) => calls.get(ident),
    list: (options) => calls.list(options),
    patch: (ident, patch) => calls.patch(ident, patch),
    delete: (ident) => calls.delete(ident),
    ...fields,
  }
}

const EXTRA = { fields: ['extra'] } as const
const text = (prefix: string) => `${prefix}${randomUUID()}`
const trait = () => text('CUSTOM_').replaceAll('-', '_').toUpperCase()

/** Returns a unique MAC address. */
export function randomAddress(): string {
  const bytes = [0x52, 0x54, ...Array.from({ length: 4 }, () => randomInt(256))]
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':')
}

/**
 * Returns a UUID that does not begin with a digit. Ironic 21.4 compares the UUID of a deleted port group with
 * the numbers of the groups of ports, and would take it for one of them.
 */
export function portGroupUuid(): string {
  return `f${randomUUID().slice(1)}`
}

/** Returns the patch that writes `NEW_VALUE`. */
export function fieldPatch({ field }: Pick<TestedCollection, 'field'>): JsonPatch {
  return [setField(field, NEW_VALUE[field])]
}

/** All collections whose resources have UUIDs and can be created. */
export const COLLECTIONS: readonly TestedCollection[] = [
  {
    name: 'nodes',
    path: 'nodes',
    since: '1.8',
    field: 'extra',
    use: ({ nodes }) =>
      used(nodes, () => ({ driver: 'fake-hardware', name: text('node-') }), {
        getField: (ident) => nodes.get(ident, EXTRA),
        listField: () => nodes.list(EXTRA).all(),
      }),
  },
  {
    name: 'ports',
    path: 'ports',
    since: '1.8',
    field: 'extra',
    use: ({ ports }) =>
      used(ports, (node) => ({ address: randomAddress(), node_uuid: node }), {
        getField: (ident) => ports.get(ident, EXTRA),
        listField: () => ports.list(EXTRA).all(),
      }),
  },
  {
    name: 'portGroups',
    path: 'portgroups',
    since: '1.23',
    field: 'extra',
    use: ({ portGroups }) =>
      used(portGroups, (node) => ({ uuid: portGroupUuid(), node_uuid: node, name: text('bond-') }), {
        getField: (ident) => portGroups.get(ident, EXTRA),
        listField: () => portGroups.list(EXTRA).all(),
      }),
  },
  {
    name: 'volumeConnectors',
    path: 'volume/connectors',
    since: '1.32',
    field: 'extra',
    use: ({ volumeConnectors }) =>
      used(
        volumeConnectors,
        (node) => ({ node_uuid: node, type: 'iqn', connector_id: text('iqn.2026-01.org:') }),
        {
          getField: (ident) => volumeConnectors.get(ident, EXTRA),
          listField: () => volumeConnectors.list(EXTRA).all(),
        },
      ),
  },
  {
    name: 'volumeTargets',
    path: 'volume/targets',
    since: '1.32',
    field: 'extra',
    use: ({ volumeTargets }) =>
      used(
        volumeTargets,
        (node) => ({
          node_uuid: node,
          volume_type: 'iscsi',
          volume_id: randomUUID(),
          boot_index: randomInt(10_000),
        }),
        {
          getField: (ident) => volumeTargets.get(ident, EXTRA),
          listField: () => volumeTargets.list(EXTRA).all(),
        },
      ),
  },
  {
    name: 'chassis',
    path: 'chassis',
    since: '1.8',
    field: 'description',
    use: ({ chassis }) =>
      used(chassis, () => ({ extra: { row: 'A' } }), {
        getField: (ident) => chassis.get(ident, { fields: ['description'] }),
        listField: () => chassis.list({ fields: ['description'] }).all(),
      }),
  },
  {
    name: 'allocations',
    path: 'allocations',
    since: '1.52',
    field: 'extra',
    use: ({ allocations }) =>
      used(allocations, () => ({ resource_class: text('class-') }), {
        getField: (ident) => allocations.get(ident, EXTRA),
        listField: () => allocations.list(EXTRA).all(),
      }),
  },
  {
    name: 'deployTemplates',
    path: 'deploy_templates',
    since: '1.55',
    field: 'extra',
    use: ({ deployTemplates }) =>
      used(
        deployTemplates,
        () => ({
          name: trait(),
          steps: [{ interface: 'bios', step: 'apply_configuration', args: {}, priority: 150 }],
        }),
        {
          getField: (ident) => deployTemplates.get(ident, EXTRA),
          listField: () => deployTemplates.list(EXTRA).all(),
        },
      ),
  },
  {
    name: 'runbooks',
    path: 'runbooks',
    since: '1.92',
    field: 'extra',
    use: ({ runbooks }) =>
      used(
        runbooks,
        () => ({
          name: trait(),
          steps: [{ interface: 'bios', step: 'apply_configuration', args: { settings: [] }, order: 1 }],
        }),
        {
          getField: (ident) => runbooks.get(ident, EXTRA),
          listField: () => runbooks.list(EXTRA).all(),
        },
      ),
  },
  {
    name: 'inspectionRules',
    path: 'inspection_rules',
    since: '1.96',
    field: 'description',
    use: ({ inspectionRules }) =>
      used(
        inspectionRules,
        () => ({ actions: [{ op: 'set-attribute', args: { path: '/extra/seen', value: 'yes' } }] }),
        {
          getField: (ident) => inspectionRules.get(ident, { fields: ['description'] }),
          listField: () => inspectionRules.list({ fields: ['description'] }).all(),
        },
      ),
  },
]
