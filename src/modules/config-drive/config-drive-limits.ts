import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { utf8Length } from '../../formats/utf8.js'

const MIB = 1_048_576

/**
 * The maximum size of a config drive image: the deploy agent has room for this much.
 *
 * @see openstack/ironic `doc/source/install/configdrive.rst`
 */
export const MAX_IMAGE_BYTES = 64 * MIB

/**
 * The maximum size of a provision request's body, unless the operator has configured another.
 *
 * @see openstack/ironic `ironic/conf/api.py` (max_json_body_size_provision)
 */
const MAX_BODY_BYTES = 64 * MIB

/**
 * The maximum depth of a request's JSON, including the objects around the config drive.
 *
 * @see openstack/ironic `ironic/conf/api.py` (max_json_body_depth)
 */
const MAX_BODY_DEPTH = 25

/** The depth that the request's body adds around `configdrive`. */
const DEPTH_AROUND = 1

/** Returns the error for an image that is too large for the deploy agent. */
export function imageTooLarge(bytes: number | undefined): InvalidInputError {
  const size = bytes === undefined ? 'more than 64 MiB' : inMib(bytes)
  return new InvalidInputError(
    'configDrive',
    `results in an image of ${size}, but the deploy agent has room for 64 MiB; leave something out, or let the first boot fetch it`,
  )
}

/** Returns the error for a config drive whose request is too large for Ironic; `undefined` when it is small enough. */
export function bodyTooLarge(value: string | object): InvalidInputError | undefined {
  const bytes = typeof value === 'string' ? value.length : utf8Length(JSON.stringify(value))
  if (bytes <= MAX_BODY_BYTES) return undefined
  return new InvalidInputError(
    'configDrive',
    `results in a request of ${inMib(bytes)}, but Ironic accepts 64 MiB (its option max_json_body_size_provision); pass the URL of a config drive instead`,
  )
}

/** Whether Ironic would refuse the JSON as nested too deeply. An image has no such limit. */
export function isTooDeep(value: unknown): boolean {
  return depthOf(value) + DEPTH_AROUND > MAX_BODY_DEPTH
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

function inMib(bytes: number): string {
  return `${(Math.ceil((bytes / MIB) * 10) / 10).toFixed(1)} MiB`
}
