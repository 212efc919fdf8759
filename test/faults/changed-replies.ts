import type { TransportReply } from 'ironic-driver'
import type { Exchanged, Line } from './request-disruptions.js'

export type ReplyChange = 'truncated' | 'empty' | 'without-ids' | 'of-another' | 'foreign-next'

type Json = Readonly<Record<string, unknown>>

const OTHER_ID = 'd3b0a1f4-7c55-4e0b-8a6e-0c9d8e7f6a5b'

/** Lets the request take effect, and returns another reply than Ironic's. */
export async function changedReply(line: Line, change: ReplyChange): Promise<Exchanged> {
  const exchanged = await line.pass()
  if (exchanged.isErr()) return exchanged
  const { value: reply } = exchanged
  if (change === 'truncated')
    return exchanged.map((whole) => ({
      ...whole,
      body: whole.body.slice(0, Math.ceil(whole.body.length / 2)),
    }))
  if (change === 'of-another') {
    const other = await strangersReply(line, reply)
    if (other !== undefined) return other
  }
  return exchanged.map((whole) => withBody(whole, (body) => changedBody(body, change, line)))
}

/** Returns the shape of a reply, as far as disruptions change it. */
export function replyShape(body: string): 'none' | 'body' | 'resource' | 'list' {
  const json = parsed(body)
  if (json === undefined) return 'none'
  if (listIn(json) !== undefined) return 'list'
  return typeof json['uuid'] === 'string' ? 'resource' : 'body'
}

/** Returns whether the requested list is one whose reply names its owner. */
export function isListOfOne(path: string): boolean {
  return /[?&](instance_uuid|node|node_uuid)=/.test(path)
}

/** Returns the reply to the same request about another node, if the request is about a node. */
async function strangersReply(line: Line, { body }: TransportReply): Promise<Exchanged | undefined> {
  const { path } = line.request
  const { node, instance } = line.stranger
  const json = parsed(body)
  if (json !== undefined && 'provision_state' in json && 'uuid' in json)
    return line.ask(path.replace(/\/v1\/nodes(\/[^/?]+)?/, `/v1/nodes/${node}`))
  if (/\/v1\/nodes.*[?&]instance_uuid=/.test(path))
    return line.ask(path.replace(/instance_uuid=[^&]+/, `instance_uuid=${instance}`))
  return undefined
}

function changedBody(body: Json, change: ReplyChange, line: Line): Json {
  const list = listIn(body)
  if (list === undefined) return changedResource(body, change, line)
  const [name, items] = list
  if (change === 'foreign-next') {
    const last = items.at(-1)?.['uuid']
    return { ...body, next: `http://elsewhere.example${line.request.path}&marker=${String(last)}` }
  }
  if (change === 'empty') return {}
  return { ...body, [name]: items.map((item) => changedResource(item, change, line)) }
}

function changedResource(body: Json, change: ReplyChange, { stranger }: Line): Json {
  switch (change) {
    case 'empty':
      return {}
    case 'without-ids': {
      const { uuid: _, provision_state: __, node_uuid: ___, ...rest } = body
      return rest
    }
    case 'of-another':
      return {
        ...body,
        ...('uuid' in body ? { uuid: OTHER_ID } : {}),
        ...('name' in body ? { name: 'somebody-elses' } : {}),
        ...('node_uuid' in body ? { node_uuid: stranger.node } : {}),
      }
    default:
      return body
  }
}

function withBody(reply: TransportReply, change: (body: Json) => Json): TransportReply {
  const json = parsed(reply.body)
  return json === undefined ? reply : { ...reply, body: JSON.stringify(change(json)) }
}

function parsed(body: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(body)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined
  } catch {
    return undefined
  }
}

function listIn(body: Json): readonly [name: string, items: readonly Json[]] | undefined {
  if ('uuid' in body) return undefined
  const entries = Object.entries(body).filter(([name]) => !['links', 'versions'].includes(name))
  const list = entries.find(([, value]) => Array.isArray(value))
  return list as readonly [string, readonly Json[]] | undefined
}
