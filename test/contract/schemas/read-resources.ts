import { COLLECTION_RESOURCES } from './collection-resources.js'
import { HARDWARE_RESOURCES } from './hardware-resources.js'
import { NODE_RESOURCES } from './node-resources.js'
import { NODE, path, type ReadResource } from './read-resource.js'

/** All resources that the client reads. */
export const READ_RESOURCES: readonly ReadResource[] = [
  ...NODE_RESOURCES,
  ...HARDWARE_RESOURCES,
  ...COLLECTION_RESOURCES,
]

/** Recorded paths that are not resources of the client, each with a reason. */
export const NO_RESOURCES: readonly (readonly [RegExp, string])[] = [
  [/^\/$/, 'the versions, which the client asks for by itself'],
  [/^\/v1\/?(?:\.json)?$/, 'the links to what is below'],
  [/\.json$/, 'a way of writing paths that Ironic has given up'],
  [path(`${NODE}/driver`, `${NODE}/volume`, '/v1/volume'), 'links, or a field in the path'],
]
