import { InvalidInputError } from '../../errors/invalid-input-error.js'

const MIB = 1_048_576

/**
 * How large the image of a config drive may be: so much the deploy agent has room for.
 *
 * @see openstack/ironic `doc/source/install/configdrive.rst`
 */
export const MAX_IMAGE_BYTES = 64 * MIB

/**
 * How large the body of a provision request may be, unless the operator has set something else.
 *
 * @see openstack/ironic `ironic/conf/api.py` (max_json_body_size_provision)
 */
const MAX_BODY_BYTES = 64 * MIB

/**
 * How deep the JSON of a request may be nested, the objects around the config drive included.
 *
 * @see openstack/ironic `ironic/conf/api.py` (max_json_body_depth)
 */
const MAX_BODY_DEPTH = 25

/** The body of the request, and its `configdrive`. */
const DEPTH_AROUND = 1

/** The error for an image that the agent has no room for. */
export function imageTooLarge(bytes: number | undefined): InvalidInputError {
  const size = bytes === undefined ? 'more than 64 MiB' : inMib(bytes)
  return new InvalidInputError(
    'configDrive',
    `makes an image of ${size}, and the deploy agent has room for 64 MiB; leave something out, or let the first boot fetch it`,
  )
}

/** The error for a config drive whose request Ironic would refuse; `undefined` when it is small enough. */
export function bodyTooLarge(value: string | object): InvalidInputError | undefined {
  const bytes = typeof value === 'string' ? value.length : Buffer.byteLength(JSON.stringify(value))
  if (bytes <= MAX_BODY_BYTES) return undefined
  return new InvalidInputError(
    'configDrive',
    `makes a request of ${inMib(bytes)}, and Ironic takes 64 MiB (its option max_json_body_size_provision); pass the URL of a config drive instead`,
  )
}

/** Whether Ironic would refuse the JSON for being nested too deep. Its own image has no such limit. */
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
