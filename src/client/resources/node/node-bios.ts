import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { GetOptions } from '../../collections/collection-requests.js'
import { nullableText, text, timestamps } from '../../collections/field-schemas.js'
import { ResourcePart, type PartCallWith } from '../../collections/resource-part.js'
import { resourceSchema, type ItemOf, type Selected } from '../../collections/resource-schema.js'
import { listUnpaged } from '../../collections/unpaged-list.js'
import type { RequestError } from '../../errors/client-errors.js'
import type { SendRequest } from '../../requests/api-request.js'
import { memberShape } from '../../requests/reply-shape.js'

/** The type of a BIOS setting's value. */
export type BiosAttributeType =
  'Enumeration' | 'String' | 'Integer' | 'Boolean' | 'Password' | (string & {}) | null

const nullableNumber = z.number().nullable()
const nullableBoolean = z.boolean().nullable()

const schema = resourceSchema(
  'a BIOS setting',
  {
    name: text,
    value: nullableText,
    ...timestamps,
  },
  {
    attribute_type: [nullableText as z.ZodType<BiosAttributeType>, '1.74'],
    allowable_values: [z.array(text).nullable(), '1.74'],
    lower_bound: [nullableNumber, '1.74'],
    upper_bound: [nullableNumber, '1.74'],
    min_length: [nullableNumber, '1.74'],
    max_length: [nullableNumber, '1.74'],
    read_only: [nullableBoolean, '1.74'],
    reset_required: [nullableBoolean, '1.74'],
    unique: [nullableBoolean, '1.74'],
  },
)

/** A BIOS setting of a node, with Ironic's field names. */
export interface NodeBiosSetting extends ItemOf<typeof schema> {}
/** A field of a BIOS setting that can be requested by name; newer servers refuse `upper_bound`. */
export type NodeBiosField = Exclude<keyof NodeBiosSetting, 'upper_bound'>

/** Options of a list of BIOS settings. */
export interface NodeBiosListOptions<Field extends NodeBiosField = never> extends GetOptions<Field> {
  /** `true` also shows the details of each setting; microversion 1.74. Cannot be combined with `fields`. */
  readonly detail?: boolean | undefined
}

/**
 * `/v1/nodes/{node}/bios`: the BIOS settings as Ironic last read them. Microversion 1.40. Cleaning and service steps
 * change them.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/bios.py`
 */
export interface NodeBios {
  /**
   * Lists the BIOS settings of a node, without pages. Safe to repeat.
   *
   * @param options - `fields` (1.74) selects fields; without it and `detail`, the list has names and values
   * @fails invalid_input when both `fields` and `detail` are passed
   */
  readonly list: <const Field extends NodeBiosField = never>(
    node: string,
    options?: NodeBiosListOptions<Field>,
  ) => ResultAsync<readonly Selected<NodeBiosSetting, Field>[], RequestError>

  /**
   * Reads one BIOS setting of a node; from microversion 1.74 on, with its details. Safe to repeat.
   *
   * @fails not_found when there is no such node, or it has no such setting
   */
  readonly get: PartCallWith<[setting: string], NodeBiosSetting>
}

/** @internal */
export function createNodeBios(send: SendRequest): NodeBios {
  const part = new ResourcePart(send, { name: 'nodeBios', of: 'nodes', path: ['bios'], needs: ['bios'] })
  const list = { operation: 'nodeBios.list', key: 'bios', schema, needs: ['bios'] } as const
  const details = { fieldsNeed: ['bios_details'], detailNeeds: ['bios_details'] } as const
  return {
    list: (node, options) =>
      listUnpaged(send, { ...list, ...details, path: ['nodes', node, 'bios'], node }, options),
    get: (node, setting, options) =>
      part
        .read('get', memberShape(setting, schema.whole), { below: [setting] })(node, options)
        .map((reply) => reply[setting] as NodeBiosSetting),
  }
}
