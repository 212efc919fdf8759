import { errAsync } from 'neverthrow'
import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { GetOne } from '../collections/collection-methods.js'
import { givenOnly, readOne, type GetOptions, type Resource } from '../collections/collection-requests.js'
import { nullableText } from '../collections/field-schemas.js'
import { ResourcePart, type PartCall } from '../collections/resource-part.js'
import { resourceSchema, type ItemOf, type Selected } from '../collections/resource-schema.js'
import { listUnpaged } from '../collections/unpaged-list.js'
import type { RequestError } from '../errors/client-errors.js'
import type { SendRequest } from '../requests/api-request.js'
import { readingArguments } from '../requests/argument-check.js'
import { shape } from '../requests/reply-shape.js'

/** Since 2018, Ironic has only `dynamic` drivers. */
export type DriverType = 'dynamic' | 'classic' | (string & {})

const defaultInterface = nullableText
const enabledInterfaces = z.array(z.string())

const schema = resourceSchema(
  'a driver',
  {
    name: z.string(),
    /** The conductors that support it. */
    hosts: z.array(z.string()),
  },
  {
    type: [z.string() as z.ZodType<DriverType>, '1.30'],
    default_boot_interface: [defaultInterface, '1.30'],
    default_console_interface: [defaultInterface, '1.30'],
    default_deploy_interface: [defaultInterface, '1.30'],
    default_inspect_interface: [defaultInterface, '1.30'],
    default_management_interface: [defaultInterface, '1.30'],
    default_network_interface: [defaultInterface, '1.30'],
    default_power_interface: [defaultInterface, '1.30'],
    default_raid_interface: [defaultInterface, '1.30'],
    default_vendor_interface: [defaultInterface, '1.30'],
    default_storage_interface: [defaultInterface, '1.33'],
    default_rescue_interface: [defaultInterface, '1.38'],
    default_bios_interface: [defaultInterface, '1.40'],
    default_firmware_interface: [defaultInterface, '1.86'],
    enabled_boot_interfaces: [enabledInterfaces, '1.30'],
    enabled_console_interfaces: [enabledInterfaces, '1.30'],
    enabled_deploy_interfaces: [enabledInterfaces, '1.30'],
    enabled_inspect_interfaces: [enabledInterfaces, '1.30'],
    enabled_management_interfaces: [enabledInterfaces, '1.30'],
    enabled_network_interfaces: [enabledInterfaces, '1.30'],
    enabled_power_interfaces: [enabledInterfaces, '1.30'],
    enabled_raid_interfaces: [enabledInterfaces, '1.30'],
    enabled_vendor_interfaces: [enabledInterfaces, '1.30'],
    enabled_storage_interfaces: [enabledInterfaces, '1.33'],
    enabled_rescue_interfaces: [enabledInterfaces, '1.38'],
    enabled_bios_interfaces: [enabledInterfaces, '1.40'],
    enabled_firmware_interfaces: [enabledInterfaces, '1.86'],
  },
)

/** A hardware type that a conductor supports, with Ironic's field names. */
export interface Driver extends ItemOf<typeof schema> {}
/** A field of a driver that can be requested by name. */
export type DriverField = keyof Driver

/** A field that can be requested in a list of drivers: Ironic does not allow interfaces there. */
export type DriverListField = 'name' | 'hosts' | 'type'

/** Options of a list of drivers. */
export interface DriverListOptions<Field extends DriverListField = never> extends GetOptions<Field> {
  /** Microversion 1.30. */
  readonly type?: 'dynamic' | 'classic' | undefined
  /** `true` also shows the interfaces of each driver; microversion 1.30. Cannot be combined with `fields`. */
  readonly detail?: boolean | undefined
}

/** Names of settings, each with a description. */
export type DescribedSettings = Readonly<Record<string, string>>

const settingsShape = shape<DescribedSettings>(z.record(z.string(), z.string()))

const drivers: Resource<Driver, 'name'> = {
  name: 'drivers',
  path: ['drivers'],
  key: 'drivers',
  id: 'name',
  inFull: 'detail_query',
  needs: [],
  schema,
}

/**
 * `/v1/drivers`: the hardware types that conductors support.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/driver.py`
 */
export interface Drivers {
  /**
   * Lists all drivers, without pages. Safe to repeat.
   *
   * @param options - `fields` (1.77) selects fields; without it and `detail`, the list has names, types and
   * conductors
   * @fails invalid_input when both `fields` and `detail` are passed
   */
  readonly list: <const Field extends DriverListField = never>(
    options?: DriverListOptions<Field>,
  ) => ResultAsync<readonly Selected<Driver, Field>[], RequestError>

  /**
   * Reads one driver with its interfaces, or only the requested fields (1.77). Safe to repeat.
   *
   * @fails not_found when no conductor supports it
   */
  readonly get: GetOne<Driver>

  /**
   * Reads the settings that `driver_info` of the driver's nodes may contain, with descriptions. Safe to repeat.
   *
   * @fails not_found when no conductor supports the driver
   */
  readonly properties: PartCall<DescribedSettings>

  /**
   * Reads the settings that a logical disk in the RAID configuration of the driver's nodes may contain. Safe to
   * repeat. Microversion 1.12.
   *
   * @fails not_found when no conductor supports the driver, or it does not support RAID
   */
  readonly raidLogicalDiskProperties: PartCall<DescribedSettings>
}

/** @internal */
export function createDrivers(send: SendRequest): Drivers {
  const part = new ResourcePart(send, { name: 'drivers', of: 'drivers', path: [] })
  const raid = { below: ['raid', 'logical_disk_properties'], needs: ['driver_raid'] } as const
  return {
    list: (options) => {
      return readingArguments(
        listed,
        () => {
          const { type, ...rest } = options ?? {}
          const needs = type === undefined ? [] : (['driver_details'] as const)
          return listUnpaged(send, { ...listed, query: { type }, needs }, rest)
        },
        errAsync,
      )
    },
    get: (driver, options) => {
      const needs = givenOnly(options?.fields) === undefined ? [] : (['driver_fields'] as const)
      return readOne(send, { ...drivers, needs }, driver, options)
    },
    properties: part.read('properties', settingsShape, { below: ['properties'] }),
    raidLogicalDiskProperties: part.read('raidLogicalDiskProperties', settingsShape, raid),
  }
}

const listed = {
  operation: 'drivers.list',
  path: ['drivers'],
  key: 'drivers',
  schema,
  fieldsNeed: ['driver_fields'],
  detailNeeds: ['driver_details'],
} as const
