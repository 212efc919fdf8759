import { createServer, request as forward, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { listen, type AtEnd } from './loopback-server.js'

export interface LoopbackProxy {
  readonly url: string
  readonly port: number
  /** What it was asked for, in order: `CONNECT host:port`, or `GET http://host:port/path`. */
  readonly asked: string[]
  /** The `proxy-authorization` of each. */
  readonly logins: (string | undefined)[]
}

/**
 * A real HTTP proxy on 127.0.0.1 for one test. It connects for https and sends plain HTTP on itself, as most proxies do.
 *
 * @param options - `refuse`: the status with which it refuses everything, or the first `refuseFirst` requests; `login`:
 * the only one that it accepts; `atEnd`: as of `listen`.
 */
export async function startProxy(
  options: {
    readonly refuse?: number
    readonly refuseFirst?: number
    readonly login?: string
    readonly atEnd?: AtEnd
  } = {},
): Promise<LoopbackProxy> {
  const asked: string[] = []
  const logins: (string | undefined)[] = []
  const refusal = ({ headers, method = '', url = '' }: IncomingMessage): number | undefined => {
    asked.push(`${method} ${url}`)
    const login = headers['proxy-authorization']
    logins.push(login)
    if (options.refuse !== undefined && asked.length <= (options.refuseFirst ?? Infinity))
      return options.refuse
    return options.login === undefined || options.login === login ? undefined : 407
  }
  const server = createServer((incoming, response) => {
    const status = refusal(incoming)
    if (status !== undefined) return void response.writeHead(status).end('refused')
    const { method, headers } = incoming
    const onward = forward(incoming.url ?? '', { method, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(response)
    })
    onward.on('error', () => response.writeHead(502).end())
    incoming.pipe(onward)
  })
  server.on('connect', (incoming, socket) => {
    const status = refusal(incoming)
    if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} Refused\r\n\r\n`)
    const { hostname, port } = new URL(`http://${incoming.url ?? ''}`)
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket)
      socket.pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
    socket.on('close', () => onward.destroy())
  })
  const { endpoint, port } = await listen(server, options)
  return { url: endpoint, port, asked, logins }
}
