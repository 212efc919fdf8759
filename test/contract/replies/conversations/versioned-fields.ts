import type { JsonValue } from '../../comparison/json-value.js'
import { type Conversation, conversation, get, patch, post, type Step } from '../conversation.js'

export interface VersionedField {
  readonly name: string
  /** The microversion that brought it. */
  readonly since: number
  /** What it is created with, and what it is set to later. */
  readonly values: readonly [JsonValue, JsonValue]
}

export interface FieldedResource {
  /** Such as `node`. */
  readonly resource: string
  /** Such as `/v1/nodes`. */
  readonly collection: string
  readonly fields: readonly VersionedField[]
  /** What has to be there before. One of the resource is called "it". */
  readonly given: readonly (Step | readonly Step[])[]
  /** The body of another one. */
  readonly another: Readonly<Record<string, JsonValue>>
  /** Begins the query of lists, so that they show nothing of others. */
  readonly listed: string
}

/** Each field is used in every way, in the version that brought it and in the one before. */
export function fieldConversations(resource: FieldedResource): readonly Conversation[] {
  return resource.fields.map(({ name, since, values }) =>
    conversation(
      `the field ${name} of a ${resource.resource}`,
      [`1.${since - 1}`, `1.${since}`],
      [
        ...resource.given,
        post(resource.collection, { ...resource.another, [name]: values[0] }),
        ...usesOf(`${resource.collection}/{id:it}`, name, values[1]),
        get(`${resource.collection}?${resource.listed}&fields=uuid,${name}`),
        get(`${resource.collection}?${resource.listed}&sort_key=${name}`),
      ],
    ),
  )
}

const usesOf = (path: string, field: string, value: JsonValue): readonly Step[] => [
  patch(path, [{ op: 'replace', path: `/${field}`, value }]),
  get(`${path}?fields=${field}`),
  patch(path, [{ op: 'remove', path: `/${field}` }]),
  patch(path, [{ op: 'add', path: `/${field}`, value: 17 }]),
  get(`${path}?fields=${field}`),
]
