import { printJson } from '../comparison/json-differences.js'
import { isObject, type JsonObject, type JsonValue } from '../comparison/json-value.js'
import { normaliseText } from '../comparison/normalise-json.js'
import type { AskedIronic, PlainReply, PlainRequest } from './asked-ironic.js'
import { comparedReply, type ComparedReply } from './compared-reply.js'
import type { Ask, Conversation, Step } from './conversation.js'
import { RunNames } from './run-names.js'
import { atMost } from './versions.js'

/** A request and its reply. */
export interface Exchange {
  /** The request, such as `GET /v1/nodes/{id:web}`. */
  readonly asked: string
  readonly reply: ComparedReply
}

/** The replies for each microversion of the conversation that the server supports. */
export async function holdConversation(
  ironic: AskedIronic,
  conversation: Conversation,
): Promise<ReadonlyMap<string, readonly Exchange[]>> {
  const held = new Map<string, readonly Exchange[]>()
  for (const [name, version] of namesOf(conversation, ironic.maxApiVersion))
    held.set(name, await new Talk(ironic, version).hold(conversation.steps))
  return held
}

/** The name of the conversation for each microversion that a server supports. */
export const namesOf = ({ name, versions }: Conversation, maxApiVersion: string) =>
  atMost(maxApiVersion, versions).map((version) => [`${name} at ${version}`, version] as const)

class Talk {
  readonly #ironic: AskedIronic
  readonly #version: string
  readonly #names = new RunNames()
  readonly #made: string[] = []
  readonly #forced = new Set<string>()

  constructor(ironic: AskedIronic, version: string) {
    this.#ironic = ironic
    this.#version = version
  }

  async hold(steps: readonly Step[]): Promise<readonly Exchange[]> {
    const exchanges: Exchange[] = []
    try {
      for (const step of steps) {
        const exchange = await this.#take(step)
        if (exchange !== undefined) exchanges.push(exchange)
      }
    } finally {
      await this.#tidyUp()
    }
    return exchanges
  }

  async #take(step: Step): Promise<Exchange | undefined> {
    switch (step.kind) {
      case 'ask': {
        const reply = await this.#ask(step, step.at === undefined ? this.#version : step.at)
        const { url } = this.#ironic
        return {
          asked: normaliseText(describe(step), []),
          reply: comparedReply(reply, url, this.#names, step),
        }
      }
      case 'given': {
        const { status, body } = await this.#ask(step.ask, step.ask.at ?? this.#ironic.maxApiVersion)
        if (status >= 400) throw new Error(`${describe(step.ask)} prepares: ${String(status)} ${body}`)
        return undefined
      }
      case 'settle':
        return this.#settle(this.#names.fill(step.path))
      case 'force': {
        const node = this.#names.fill(step.node)
        this.#forced.add(node)
        await this.#ironic.force(node, { reservation: null, ...step.columns })
        return undefined
      }
    }
  }

  async #ask({ method, path, body, text, headers, as }: Ask, version: string | null): Promise<PlainReply> {
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body))
    const reply = await this.#send({
      method,
      path: this.#names.fill(path),
      headers: {
        accept: 'application/json',
        ...(version === null ? {} : { 'x-openstack-ironic-api-version': version }),
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: sent === undefined ? undefined : this.#names.fill(sent),
    })
    const { location } = reply.headers
    if (method === 'POST' && reply.status === 201 && location?.startsWith(this.#ironic.url) === true)
      this.#made.push(location.slice(this.#ironic.url.length))
    if (as !== undefined) this.#names.keep(as, printJson(objectOf(reply.body)['uuid']).slice(1, -1))
    return reply
  }

  /** SQLite accepts one writer at a time, and refuses the second. */
  async #send(request: Parameters<AskedIronic['send']>[0]): Promise<PlainReply> {
    for (let attempt = 1; ; attempt++) {
      const reply = await this.#ironic.send(request)
      const isPassing = reply.body.includes('database is locked') || isTornList(request, reply)
      if (!isPassing || attempt === 20) return reply
      await this.#ironic.pause()
    }
  }

  async #settle(path: string): Promise<undefined> {
    for (let looks = 1; looks <= 600; looks++) {
      const { status, body } = await this.#quietly('GET', path)
      if (status >= 400 || isSettled(objectOf(body))) return
      await this.#ironic.pause()
    }
    throw new Error(`${path} at ${this.#ironic.name} does not come to rest`)
  }

  async #tidyUp(): Promise<void> {
    for (const node of this.#forced)
      await this.#ironic.force(node, { reservation: null, target_provision_state: null })
    for (const path of this.#made.reverse()) {
      const { status } = await this.#quietly('DELETE', path)
      if (status < 400 || status === 404) continue
      await this.#quietly('PUT', `${path}/maintenance`)
      await this.#quietly('DELETE', path)
    }
  }

  #quietly(method: 'GET' | 'PUT' | 'DELETE', path: string): Promise<PlainReply> {
    const headers = { 'x-openstack-ironic-api-version': this.#ironic.maxApiVersion }
    return this.#send({ method, path, headers, body: undefined })
  }
}

/** A list of volumes fails when another client's node is deleted during the read. */
function isTornList({ method, path }: PlainRequest, { body }: PlainReply): boolean {
  const [, node] = /Node (\d+) could not be found/.exec(body) ?? []
  return method === 'GET' && path.startsWith('/v1/volume/') && node !== undefined && !path.includes(node)
}

function objectOf(text: string): JsonObject {
  const body = JSON.parse(text || 'null') as JsonValue
  return isObject(body) ? body : {}
}

/** A node with its lock free and no pending change, or an allocation with a result. */
function isSettled(seen: JsonObject): boolean {
  if (seen['state'] !== undefined) return seen['state'] !== 'allocating'
  return (
    seen['reservation'] === null &&
    seen['target_power_state'] === null &&
    (seen['target_provision_state'] === null ||
      / (failed|hold|wait|call-back)$|^error$/.test(printJson(seen['provision_state']).slice(1, -1)))
  )
}

function describe({ method, path, body, text, at, headers }: Ask): string {
  const said = text ?? (body === undefined ? '' : JSON.stringify(body))
  return [
    `${method} ${path}`,
    ...(said === '' ? [] : [said.length > 200 ? `${said.slice(0, 200)}…` : said]),
    ...(at === undefined ? [] : [`at ${String(at)}`]),
    ...(headers === undefined ? [] : [`with ${JSON.stringify(headers)}`]),
  ].join(' ')
}
