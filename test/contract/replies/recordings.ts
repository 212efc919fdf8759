import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { JsonValue } from '../comparison/json-value.js'
import type { MatchedServer } from '../comparison/matching-options.js'
import type { Conversation } from './conversation.js'
import { conversations } from './conversations.js'
import { type Exchange, namesOf } from './hold-conversation.js'

/** The replies of a real Ironic to all conversations. */
export interface Recording extends MatchedServer {
  readonly conversations: ReadonlyMap<string, readonly Exchange[]>
}

/** The stored form: repeated headers are stored once, at the start; bodies too, if they are shared. */
interface StoredRecording extends MatchedServer {
  readonly headers: readonly Readonly<Record<string, string>>[]
  readonly bodies?: readonly JsonValue[]
  readonly conversations: Readonly<Record<string, readonly StoredExchange[]>>
}

type StoredExchange = readonly [
  asked: string,
  status: number,
  headers: number,
  /** A number is the index of a shared body: no reply is a number. */
  body: JsonValue,
  location?: string,
]

/** A set of conversations, and the folder of their recordings. */
export interface Recorded {
  readonly folder: URL
  readonly conversations: readonly Conversation[]
  /** `shared` bodies are stored once, which makes a file of many refusals smaller and harder to read. */
  readonly bodies: 'inline' | 'shared'
}

/** The conversations that were written by hand. */
export const replies: Recorded = {
  folder: new URL('recorded/', import.meta.url),
  conversations,
  bodies: 'inline',
}

export async function readRecordings({ folder: url }: Recorded): Promise<readonly Recording[]> {
  const folder = fileURLToPath(url)
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()
  return Promise.all(files.map(async (file) => unpack(await readFile(folder + file, 'utf8'))))
}

/** All conversations in order: the new replies, and the old recording for the others. */
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
  const { headers, bodies, conversations, ...server } = JSON.parse(text) as StoredRecording
  const exchanges = Object.entries(conversations).map(([name, stored]) => {
    const unpacked = stored.map(([asked, status, which, said, location]): Exchange => {
      const body = typeof said === 'number' ? (bodies?.[said] ?? null) : said
      return { asked, reply: { status, headers: headers[which] ?? {}, body, location } }
    })
    return [name, unpacked] as const
  })
  return { ...server, conversations: new Map(exchanges) }
}

/** One line per reply, so that a changed reply changes one line. */
export async function writeRecording(
  { folder: url, bodies: kind }: Recorded,
  { conversations, name, maxApiVersion }: Recording,
): Promise<void> {
  const headers = new Places()
  const bodies = new Places()
  const blocks = [...conversations].map(([conversation, exchanges]) => {
    const lines = exchanges.map(({ asked, reply }) => {
      const { status, location } = reply
      const body = kind === 'shared' ? bodies.of(reply.body) : reply.body
      const stored: StoredExchange = [asked, status, headers.of(reply.headers), body]
      return JSON.stringify(location === undefined ? stored : [...stored, location])
    })
    return `${JSON.stringify(conversation)}: [\n${lines.join(',\n')}\n]`
  })
  const shared = kind === 'shared' ? `"bodies": [\n${bodies.texts.join(',\n')}\n],\n` : ''
  const text = `{
"name": ${JSON.stringify(name)},
"maxApiVersion": ${JSON.stringify(maxApiVersion)},
"headers": [\n${headers.texts.join(',\n')}\n],
${shared}"conversations": {\n${blocks.join(',\n')}\n}
}
`
  const folder = fileURLToPath(url)
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}${name.replace(/^Ironic /, '')}.json`, text)
}

/** Replaces repeated values with their index. */
class Places {
  readonly texts: string[] = []
  readonly #places = new Map<string, number>()

  of(value: unknown): number {
    const text = JSON.stringify(value)
    const place = this.#places.get(text) ?? this.texts.push(text) - 1
    this.#places.set(text, place)
    return place
  }
}
