import type { HttpMethod } from 'ironic-driver'
import { ROUTES } from '../../../src/testing/api/routes.js'
import type { JsonValue } from '../comparison/json-value.js'
import {
  type Ask,
  type Conversation,
  conversation,
  get,
  patch,
  post,
  type Step,
} from '../replies/conversation.js'
import { aNode, aPort, aPortgroup } from '../replies/conversations/given-nodes.js'
import { oddTexts, oddValues } from './odd-values.js'
import { type SweptResource, sweptResources } from './swept-resources.js'

const PAGING = ['limit', 'marker', 'sort_key', 'sort_dir', 'fields', 'detail', 'wheels']

/** Fields that are asked for in one conversation, as making what it needs takes longer than the questions. */
const TOGETHER = 8

function together(fields: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(fields.length / TOGETHER)
  return Array.from({ length: count }, (_, index) => fields.slice(index * TOGETHER, (index + 1) * TOGETHER))
}

/** What only newer servers have is asked of them alone. */
const versionsOf = ({ since }: SweptResource) => [since > 82 ? '1.115' : 'newest']

const nameOf = (fields: readonly string[]) => `${fields[0] ?? ''} to ${fields.at(-1) ?? ''}`

/** Bodies of new resources. */
function createWith(resource: SweptResource, fields: readonly string[]): readonly Conversation[] {
  const { name, collection, given: before } = resource
  const ask = (values: readonly JsonValue[]) =>
    fields.flatMap((field, at) =>
      values.map((value, index) =>
        post(collection, { ...numbered(resource, at * 30 + index), [field]: value }, { shown: [field] }),
      ),
    )
  return [
    conversation(`a new ${name}, ${nameOf(fields)}`, versionsOf(resource), [...before, ...ask(oddValues)]),
  ]
}

/** `{n}` is two hexadecimal digits, or a number where it stands alone. */
function numbered({ another }: SweptResource, index: number): Record<string, JsonValue> {
  const digits = (index + 16).toString(16)
  return Object.fromEntries(
    Object.entries(another).map(([key, value]) => [
      key,
      value === '{n}' ? index + 1 : typeof value === 'string' ? value.replace('{n}', digits) : value,
    ]),
  )
}

/** Patches of one that is there. */
function changeTo(resource: SweptResource, fields: readonly string[]): readonly Conversation[] {
  const { name, collection, given: before } = resource
  const ask = (values: readonly JsonValue[]) =>
    fields.flatMap((field) => {
      const one = (operation: Readonly<Record<string, JsonValue>>) =>
        patch(`${collection}/{id:it}`, [{ path: `/${field}`, ...operation }], { shown: [field] })
      const replaced = values.map((value) => one({ op: 'replace', value }))
      return [...replaced, one({ op: 'remove' })]
    })
  return [
    conversation(`a changed ${name}, ${nameOf(fields)}`, versionsOf(resource), [
      ...before,
      ...ask(oddValues),
    ]),
  ]
}

/** Queries of lists. */
function listBy(resource: SweptResource, names: readonly string[]): Conversation {
  const { collection, given: before } = resource
  const options = { oursOnly: true, shown: ['uuid', 'name', 'address'] }
  const asked = names.flatMap((name) => [
    ...oddTexts.map((text) => get(`${collection}?${name}=${text}`, options)),
    get(`${collection}?${name}={id:it}&${name}={id:odd}`, options),
  ])
  return conversation(`lists of ${collection}, ${nameOf(names)}`, versionsOf(resource), [...before, ...asked])
}

const METHODS: readonly HttpMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** What stands for a part that varies. */
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
function methodsOnPaths(): readonly Conversation[] {
  // A node of that name may be somebody's.
  const paths = [...new Set(ROUTES.all.map(({ path }) => path))].filter((path) => path !== '/v1/nodes/{body}')
  return paths.map((path) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, part: string) => PARTS[part] ?? 'x')
    const before: Step[] = filled.includes('{id:')
      ? [aNode('web'), aPort('port', 'web', '01'), aPortgroup('group', 'web')]
      : []
    return conversation(
      `methods on ${path}`,
      ['newest'],
      [...before, ...METHODS.map((method) => asked(method, filled))],
    )
  })
}

function asked(method: HttpMethod, path: string): Ask {
  const body: { body?: JsonValue } =
    method === 'PATCH' ? { body: [] } : method === 'POST' || method === 'PUT' ? { body: {} } : {}
  return { kind: 'ask', method, path, ...body, oursOnly: true, shown: ['uuid', 'name'] }
}

/** The same questions in versions far apart: all values in the newest, and some in the others. */
export const sweepConversations: readonly Conversation[] = [
  ...sweptResources.flatMap((resource) => [
    ...together(resource.fields).flatMap((fields) => [
      ...createWith(resource, fields),
      ...changeTo(resource, fields),
    ]),
    ...together([...PAGING, ...resource.filters]).map((names) => listBy(resource, names)),
  ]),
  ...methodsOnPaths(),
]
