import type { JsonValue } from '../../comparison/json-value.js'
import { type Conversation, conversation, get, patch, post, type Step } from '../conversation.js'

export interface VersionedField {
  readonly name: string
  /** The microversion that introduced it. */
  readonly since: number
  /** The value at creation, and the later one. */
  readonly values: readonly [JsonValue, JsonValue]
}

export interface FieldedResource {
  /** Such as `node`. */
  readonly resource: string
  /** Such as `/v1/nodes`. */
  readonly collection: string
  readonly fields: readonly VersionedField[]
  /** Requests that must run first. One of the resource is called "it". */
  readonly given: readonly (Step | readonly Step[])[]
  /** The body of another resource. */
  readonly another: Readonly<Record<string, JsonValue>>
  /** The start of list queries, which excludes resources of other runs. */
  readonly listed: string
}

/** Uses each field in every way, in the version that introduced it and in the one before. */
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
