import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { GetOptions } from '../../collections/collection-requests.js'
import { nullableText, timestamps } from '../../collections/field-schemas.js'
import { resourceSchema, type ItemOf, type Selected } from '../../collections/resource-schema.js'
import { listUnpaged } from '../../collections/unpaged-list.js'
import type { RequestError } from '../../errors/client-errors.js'
import type { SendRequest } from '../../requests/api-request.js'

/** A component with firmware; network cards are named `nic:` and their own name. */
export type FirmwareComponentName = 'bios' | 'bmc' | (string & {})

const schema = resourceSchema(
  'a firmware component',
  {
    component: z.custom<FirmwareComponentName>((value) => typeof value === 'string', 'expected text'),
    initial_version: nullableText,
    current_version: nullableText,
    last_version_flashed: nullableText,
    ...timestamps,
  },
  {
    vendor: [nullableText, '1.114'],
    model: [nullableText, '1.114'],
    serial_number: [nullableText, '1.114'],
  },
)

/** The firmware of one component of a node, with Ironic's field names. */
export interface NodeFirmwareComponent extends ItemOf<typeof schema> {}
/** A field of a firmware component that can be requested by name. */
export type NodeFirmwareField = keyof NodeFirmwareComponent

/**
 * `/v1/nodes/{node}/firmware`: the firmware as Ironic last read it. Microversion 1.86. Cleaning and service steps
 * change it.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/firmware.py`
 */
export interface NodeFirmware {
  /** Lists the firmware of a node, in full or only the requested fields, without pages. Safe to repeat. */
  readonly list: <const Field extends NodeFirmwareField = never>(
    node: string,
    options?: GetOptions<Field>,
  ) => ResultAsync<readonly Selected<NodeFirmwareComponent, Field>[], RequestError>
}

/** @internal */
export function createNodeFirmware(send: SendRequest): NodeFirmware {
  const list = { operation: 'nodeFirmware.list', key: 'firmware', schema, needs: ['firmware'] } as const
  return {
    list: (node, options) => listUnpaged(send, { ...list, path: ['nodes', node, 'firmware'], node }, options),
  }
}
