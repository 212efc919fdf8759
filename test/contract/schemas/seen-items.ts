import type { ApiVersion } from 'ironic-driver/client'
import { isList, isObject, type JsonValue } from '../comparison/json-value.js'
import type { Recording } from '../replies/recordings.js'
import type { ReadResource } from './read-resource.js'
import { NO_RESOURCES, READ_RESOURCES } from './read-resources.js'

/** A successful reply of some Ironic. */
export interface GoodReply {
  /** The method and the path with its query. */
  readonly asked: string
  readonly version: ApiVersion
  readonly body: JsonValue
}

/** One resource in a reply. */
export interface SeenItem {
  readonly resource: ReadResource
  readonly reply: GoodReply
  readonly item: JsonValue
  /** The selected fields; absent if all were requested. */
  readonly fields: readonly string[] | undefined
}

/** The oldest version that the client speaks. */
const OLDEST = 11

/** The successful replies of real Ironic, with a body, in versions that the client speaks. */
export function recordedReplies({ conversations }: Recording): readonly GoodReply[] {
  return [...conversations].flatMap(([name, exchanges]) =>
    exchanges.flatMap(({ asked, reply: { status, body } }) => {
      const version = / at (1\.\d+|null)$/.exec(asked)?.[1] ?? / at (1\.\d+)$/.exec(name)?.[1]
      const spoken = version?.startsWith('1.') === true && Number(version.slice(2)) >= OLDEST
      if (!spoken || status < 200 || status >= 300 || body === '' || body === null) return []
      return [{ asked, version: version as ApiVersion, body: asItWas(body) }]
    }),
  )
}

/** A recording does not store whether a conductor was alive, but a text instead, which Ironic never sent. */
function asItWas(body: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(body).replaceAll('"<alive>"', 'true')) as JsonValue
}

/** Returns the resources in a reply, or nothing if the client has none at its path. */
export function itemsIn(reply: GoodReply): readonly SeenItem[] | undefined {
  const [method = '', target = ''] = reply.asked.split(' ', 2)
  const [path = '', query = ''] = target.split('?', 2)
  if (method === 'HEAD' || NO_RESOURCES.some(([pattern]) => pattern.test(path))) return []
  const partly = /(?:^|&)fields=/.test(query)
  const listed = READ_RESOURCES.find(({ list }) => list?.[0].test(path))
  if (listed?.list !== undefined && method === 'GET' && isObject(reply.body)) {
    const items = reply.body[listed.list[1]]
    const isShort = !path.endsWith('/detail') && !/(?:^|&)detail=(?:true|1|yes|on)/i.test(query)
    const some = partly || (isShort && listed.listedInFull !== true)
    return (items !== undefined && isList(items) ? items : []).map((item) => seen(listed, reply, item, some))
  }
  const resource = listed ?? READ_RESOURCES.find(({ one }) => one?.test(path))
  return resource && [seen(resource, reply, reply.body, partly)]
}

function seen(resource: ReadResource, reply: GoodReply, item: JsonValue, partly: boolean): SeenItem {
  const { whole, shownEarly = [] } = resource
  const fields = fieldsOf(item).filter((field) => !shownEarly.includes(field))
  return { resource, reply, item, fields: partly && whole !== true ? fields : undefined }
}

/** The fields of a resource, except links, which every reply contains. */
export function fieldsOf(item: JsonValue): readonly string[] {
  return isObject(item) ? Object.keys(item).filter((field) => field !== 'links') : []
}
