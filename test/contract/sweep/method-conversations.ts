import type { HttpMethod } from 'ironic-driver'
import { ROUTES } from '../../../src/testing/api/routes.js'
import type { JsonValue } from '../comparison/json-value.js'
import { type Ask, type Conversation, conversation, type Step } from '../replies/conversation.js'
import { aNode, aPort, aPortgroup } from '../replies/conversations/given-nodes.js'
import { isOnlyOurs } from './only-ours.js'

const METHODS: readonly HttpMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Before ports had groups, before allocations, and the newest. */
const VERSIONS = ['newest', '1.10', '1.50']

/** The values of a variable part of a path. */
const PARTS: Readonly<Record<string, string>> = {
  node: '{id:web}',
  port: '{id:port}',
  portgroup: '{id:group}',
  ident: '{id:none}',
  fields: 'uuid',
  vif: '{id:vif}',
  trait: 'CUSTOM_X',
  driver: 'fake-hardware',
}

/** Every method on every path, as far as the router goes and a little further. */
export const methodConversations: readonly Conversation[] = [
  ...new Set(ROUTES.all.map(({ path }) => path)),
].map((path) => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, part: string) => PARTS[part] ?? 'x')
  const before: Step[] = filled.includes('{id:')
    ? [aNode('web'), aPort('port', 'web', '01'), aPortgroup('group', 'web')]
    : []
  const asked = METHODS.map((method) => ask(method, filled)).filter(isOnlyOurs)
  return conversation(`methods on ${path}`, VERSIONS, [...before, ...asked])
})

function ask(method: HttpMethod, path: string): Ask {
  const body: { body?: JsonValue } =
    method === 'PATCH' ? { body: [] } : method === 'POST' || method === 'PUT' ? { body: {} } : {}
  return { kind: 'ask', method, path, ...body, oursOnly: true, shown: ['uuid', 'name'] }
}
