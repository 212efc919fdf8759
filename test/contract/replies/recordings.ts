import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { JsonValue } from '../comparison/json-value.js'
import type { MatchedServer } from '../comparison/matching-options.js'
import type { Conversation } from './conversation.js'
import { conversations } from './conversations.js'
import { type Exchange, namesOf } from './hold-conversation.js'

/** What a real Ironic has answered to all conversations. */
export interface Recording extends MatchedServer {
  readonly conversations: ReadonlyMap<string, readonly Exchange[]>
}

/** As it is stored: headers that come again and again stand once, in front. */
interface StoredRecording extends MatchedServer {
  readonly headers: readonly Readonly<Record<string, string>>[]
  readonly conversations: Readonly<Record<string, readonly StoredExchange[]>>
}

type StoredExchange = readonly [
  asked: string,
  status: number,
  headers: number,
  body: JsonValue,
  location?: string,
]

/** Some conversations, and where it is kept what was answered to them. */
export interface Recorded {
  readonly folder: URL
  readonly conversations: readonly Conversation[]
}

/** The conversations that were written one by one. */
export const replies: Recorded = { folder: new URL('recorded/', import.meta.url), conversations }

export async function readRecordings({ folder: url }: Recorded): Promise<readonly Recording[]> {
  const folder = fileURLToPath(url)
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()
  return Promise.all(files.map(async (file) => unpack(await readFile(folder + file, 'utf8'))))
}

/** All conversations in their order: those that were held, and as they were recorded those that were not. */
export function renewed(
  { conversations: all }: Recorded,
  { name, maxApiVersion }: MatchedServer,
  before: Recording | undefined,
  held: Recording['conversations'],
): Recording {
  const kept = all
    .flatMap((conversation) => namesOf(conversation, maxApiVersion))
    .flatMap(([key]) => {
      const exchanges = held.get(key) ?? before?.conversations.get(key)
      return exchanges === undefined ? [] : [[key, exchanges] as const]
    })
  return { name, maxApiVersion, conversations: new Map(kept) }
}

export async function readRecording(recorded: Recorded, name: string): Promise<Recording | undefined> {
  return (await readRecordings(recorded)).find((recording) => recording.name === name)
}

function unpack(text: string): Recording {
  const { headers, conversations, ...server } = JSON.parse(text) as StoredRecording
  const exchanges = Object.entries(conversations).map(([name, stored]) => {
    const unpacked = stored.map(([asked, status, which, body, location]): Exchange => ({
      asked,
      reply: { status, headers: headers[which] ?? {}, body, location },
    }))
    return [name, unpacked] as const
  })
  return { ...server, conversations: new Map(exchanges) }
}

/** One line for each reply, so that a change of one is a change of one line. */
export async function writeRecording(
  { folder: url }: Recorded,
  { conversations, name, maxApiVersion }: Recording,
): Promise<void> {
  const headers: string[] = []
  const places = new Map<string, number>()
  const placeOf = (exchange: Exchange) => {
    const text = JSON.stringify(exchange.reply.headers)
    const place = places.get(text) ?? headers.push(text) - 1
    places.set(text, place)
    return place
  }
  const blocks = [...conversations].map(([conversation, exchanges]) => {
    const lines = exchanges.map((exchange) => {
      const { status, body, location } = exchange.reply
      const stored: StoredExchange = [exchange.asked, status, placeOf(exchange), body]
      return JSON.stringify(location === undefined ? stored : [...stored, location])
    })
    return `${JSON.stringify(conversation)}: [\n${lines.join(',\n')}\n]`
  })
  const text = `{
"name": ${JSON.stringify(name)},
"maxApiVersion": ${JSON.stringify(maxApiVersion)},
"headers": [\n${headers.join(',\n')}\n],
"conversations": {\n${blocks.join(',\n')}\n}
}
`
  const folder = fileURLToPath(url)
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}${name.replace(/^Ironic /, '')}.json`, text)
}
