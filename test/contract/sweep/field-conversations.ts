import type { JsonValue } from '../comparison/json-value.js'
import { type Ask, type Conversation, conversation, get, patch, post } from '../replies/conversation.js'
import { fewValues, oddValues } from './odd-values.js'
import type { SweptResource } from './swept-resources.js'
import { aroundVersion, erasOf, newestOf, newFieldsOf } from './swept-versions.js'
import { rangeOf, together } from './together.js'

/** Every field in a new resource and in a patch: all values in the newest version, and some in older ones. */
export function fieldConversations(resource: SweptResource): readonly Conversation[] {
  const { name, fields, given: before } = resource
  const talk = (title: string, versions: readonly string[], asked: readonly Ask[]) =>
    conversation(title, versions, [...before, ...asked])
  return [
    ...together(fields).flatMap((some) => [
      talk(`a new ${name}, ${rangeOf(some)}`, newestOf(resource), made(resource, some, oddValues)),
      talk(`a changed ${name}, ${rangeOf(some)}`, newestOf(resource), changed(resource, some, oddValues)),
    ]),
    ...newFieldsOf(resource).map(({ since, fields: some }) =>
      talk(`a ${name} with ${rangeOf(some)}`, aroundVersion(since), [
        ...made(resource, some, fewValues),
        ...changed(resource, some, fewValues),
        ...shown(resource, some),
      ]),
    ),
    ...together(fields, 24).map((some) =>
      talk(`an older ${name}, ${rangeOf(some)}`, erasOf(resource), [
        ...made(resource, some, fewValues),
        ...changed(resource, some, fewValues),
      ]),
    ),
  ]
}

/** Bodies of new resources. */
function made(resource: SweptResource, fields: readonly string[], values: readonly JsonValue[]): Ask[] {
  return fields.flatMap((field, at) =>
    values.map((value, index) => {
      const another = numbered(resource, at * values.length + index)
      return post(resource.collection, { ...another, [field]: value }, { shown: [field] })
    }),
  )
}

/** `{n}` is two hexadecimal digits, `{N}` the same in capitals, or a number if it is alone. */
function numbered({ another }: SweptResource, index: number): Record<string, JsonValue> {
  const digits = (index + 16).toString(16)
  return Object.fromEntries(
    Object.entries(another).map(([key, value]) => [
      key,
      value === '{n}'
        ? index + 1
        : typeof value === 'string'
          ? value.replace('{n}', digits).replace('{N}', digits.toUpperCase())
          : value,
    ]),
  )
}

/** Patches of an existing resource. */
function changed({ collection }: SweptResource, fields: readonly string[], values: readonly JsonValue[]) {
  return fields.flatMap((field) => {
    const one = (operation: Readonly<Record<string, JsonValue>>) =>
      patch(`${collection}/{id:it}`, [{ path: `/${field}`, ...operation }], { shown: [field] })
    const replaced = values
      .filter((value) => !isSharedName(collection, field, value))
      .map((value) => one({ op: 'replace', value }))
    return [...replaced, one({ op: 'remove' })]
  })
}

/** The empty name is one name, which another conversation may use at the same time. */
const isSharedName = (collection: string, field: string, value: JsonValue) =>
  ['/v1/allocations', '/v1/ports'].includes(collection) && field === 'name' && value === ''

/** Whether a version shows a field, and sorts by it. */
function shown({ collection }: SweptResource, fields: readonly string[]): Ask[] {
  return fields.flatMap((field) => [
    get(`${collection}/{id:it}?fields=${field}`),
    get(`${collection}?sort_key=${field}`, { oursOnly: true, shown: ['uuid'] }),
  ])
}
