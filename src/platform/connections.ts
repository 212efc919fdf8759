import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createUnzip, type BrotliDecompress, type Unzip } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { fetchConnections } from './fetch-connections.js'
import type { Connections } from './open-reply.js'
import { secureContextOptions } from './secure-context.js'
import type { TlsOptions } from './tls-options.js'

/** Where connections lead, and how. */
export interface ConnectionSettings {
  readonly origin: string
  readonly tls: TlsOptions | undefined
  /** A proxy, with the value of the `proxy-authorization` header. */
  readonly proxy: { readonly url: string; readonly authorization: string | undefined } | undefined
}

/**
 * Returns the connections of one transport, with its own trust, client certificate and proxy.
 *
 * They use undici's `request`, which costs a quarter of the processor time of Node's `fetch`.
 */
export function createConnections(settings: ConnectionSettings): Connections {
  let opened: Promise<Connections> | undefined
  return async (request, signal) => {
    opened ??= openConnections(settings)
    const send = await opened
    return send(request, signal)
  }
}

async function openConnections(settings: ConnectionSettings): Promise<Connections> {
  // Imported here because it takes time to load, and a program may never send a request.
  const undici = await import('undici').catch((cause: unknown) => new Error(LACKING, { cause }))
  if (undici instanceof Error) return withoutUndici(settings, undici)
  const { request: send } = undici
  const dispatcher = dispatcherFor(undici, settings)
  return async (request, signal) => {
    const { method, url } = request
    const text = request.body === null ? null : await request.text()
    // undici would connect first.
    signal.throwIfAborted()
    const { statusCode, headers, body } = await send(url, {
      dispatcher,
      // The transport has a time-out of its own, which covers the whole request.
      headersTimeout: 0,
      bodyTimeout: 0,
      method: method as 'GET',
      headers: { 'accept-encoding': 'br, gzip', ...Object.fromEntries(request.headers) },
      body: text,
      signal,
    })
    return {
      status: statusCode,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, joined(value)])),
      body: method === 'HEAD' ? body : decoded(body, joined(headers['content-encoding'])),
    }
  }
}

const LACKING =
  'The package undici cannot be loaded, without which `tls` and `proxy` have no effect. Let the bundler keep it external, and install it beside the bundle.'

/** Some bundlers cannot put undici into a bundle that then runs. Node's `fetch` does the same, at a higher cost. */
function withoutUndici({ tls, proxy }: ConnectionSettings, problem: Error): Connections {
  if (tls !== undefined || proxy !== undefined) throw problem
  return fetchConnections()
}

function dispatcherFor(
  { Agent, Pool, ProxyAgent }: typeof import('undici'),
  { origin, tls = {}, proxy }: ConnectionSettings,
): Dispatcher {
  const connect = { ...secureContextOptions(tls), rejectUnauthorized: tls.insecure !== true }
  if (proxy === undefined) return new Agent({ connect })
  const { ca } = secureContextOptions(tls)
  return new ProxyAgent({
    uri: proxy.url,
    ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
    requestTls: connect,
    ...(ca === undefined ? {} : { proxyTls: { ca } }),
    // Most proxies connect only to port 443, and send plain HTTP on themselves.
    proxyTunnel: origin.startsWith('https:'),
    clientFactory: (address, options) => {
      const pool = new Pool(address, options)
      const connect = pool.connect.bind(pool)
      return Object.assign(pool, {
        connect: (wanted: Dispatcher.ConnectOptions) => connect(wanted).catch(lostProxy),
      })
    },
  })
}

/**
 * undici would connect again and again to a proxy that closes each connection. A connection that is reset has sent
 * nothing to the server, either.
 */
function lostProxy(cause: unknown): never {
  const { code } = cause as { readonly code?: unknown }
  if (code !== 'UND_ERR_SOCKET' && code !== 'UND_ERR_INFO' && code !== 'ECONNRESET') throw cause
  throw Object.assign(new Error('The proxy closed the connection.'), {
    code: 'ECONNRESET',
    syscall: 'connect',
  })
}

function joined(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : (value ?? []).join(', ')
}

const DECODERS: ReadonlyMap<string, () => BrotliDecompress | Unzip> = new Map([
  ['br', createBrotliDecompress],
  ['gzip', createUnzip],
  ['x-gzip', createUnzip],
  ['deflate', createUnzip],
])

/** As many as a browser decodes. Each costs memory, and a header can name thousands. */
const MOST_CODINGS = 5

/** A body in a coding that was not asked for stays as it is. */
function decoded(body: Readable, codings: string): Readable {
  const names = codings.toLowerCase().split(',')
  const coded = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity')
  if (coded.length > MOST_CODINGS) {
    // Without a listener, the error of the destroyed body would end the process.
    body.on('error', () => undefined).destroy()
    throw new Error(`The reply names ${coded.length} codings, and at most ${MOST_CODINGS} are decoded.`)
  }
  const decoders = coded.map((name) => DECODERS.get(name))
  if (!decoders.every((decoder) => decoder !== undefined)) return body
  // The reader of the last decoder sees the failures of all.
  return decoders.reduceRight(
    (from: Readable, decoder) => pipeline(from, acceptingNothing(decoder()), () => undefined),
    body,
  )
}

/** A reply without a body, such as a 204, may name a coding all the same, and zlib fails at an input of no bytes. */
function acceptingNothing<Decoder extends BrotliDecompress | Unzip>(decoder: Decoder): Decoder {
  const flush = decoder._flush.bind(decoder)
  decoder._flush = (done) => (decoder.bytesWritten === 0 ? done() : flush(done))
  return decoder
}
