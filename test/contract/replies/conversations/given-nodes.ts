import type { JsonObject } from '../../comparison/json-value.js'
import { force, given, post, type Step } from '../conversation.js'

/** A new node in `enroll`, named after its run. */
export const aNode = (name: string, fields: JsonObject = {}): Step =>
  given(
    post('/v1/nodes', { uuid: `{id:${name}}`, name: `{run}-${name}`, driver: 'fake-hardware', ...fields }),
  )

/** A node in that state, powered off, with its lock free. */
export const aNodeIn = (name: string, provisionState: string, fields: JsonObject = {}): readonly Step[] => [
  aNode(name, fields),
  force(`{id:${name}}`, { provision_state: provisionState, power_state: 'power off' }),
]

export const aPort = (name: string, node: string, lastByte: string, fields: JsonObject = {}): Step =>
  given(
    post('/v1/ports', {
      uuid: `{id:${name}}`,
      node_uuid: `{id:${node}}`,
      address: `{mac}:${lastByte}`,
      ...fields,
    }),
  )

export const aPortgroup = (name: string, node: string, fields: JsonObject = {}): Step =>
  given(post('/v1/portgroups', { uuid: `{id:${name}}`, node_uuid: `{id:${node}}`, ...fields }))
