import { ok, type Result } from 'neverthrow'
import { IronicClient, type IronicClientOptions } from 'ironic-driver/client'
import type { Transport, TransportError, TransportReply, TransportRequest } from 'ironic-driver'
import { ManualClock } from 'ironic-driver/testing'

type Answered = Result<TransportReply, TransportError>

/** Answers one request of a test; version requests are answered automatically. */
export type Script = (request: TransportRequest, nth: number) => TransportReply | Answered | Promise<Answered>

export interface ScriptedClient {
  readonly clock: ManualClock
  readonly client: IronicClient
  /** All requests except version requests. */
  readonly requests: readonly TransportRequest[]
  readonly discoveries: readonly TransportRequest[]
  readonly run: <T>(work: PromiseLike<T>) => Promise<T>
}

export function reply(
  status: number,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {},
): TransportReply {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

/** A refusal in the form of an Ironic handler. */
export function fault(status: number, text: string, headers: Readonly<Record<string, string>> = {}) {
  const inner = { faultcode: status < 500 ? 'Client' : 'Server', faultstring: text, debuginfo: null }
  return reply(status, { error_message: JSON.stringify(inner) }, headers)
}

export function versions(maximum: string, minimum = '1.1'): TransportReply {
  return reply(
    200,
    { default_version: { version: maximum, min_version: minimum } },
    {
      'x-openstack-ironic-api-minimum-version': minimum,
      'x-openstack-ironic-api-maximum-version': maximum,
    },
  )
}

/** A client on a scripted server, with a clock that the test advances. */
export function scriptedClient(
  script: Script,
  options: Partial<IronicClientOptions> & { readonly root?: Script } = {},
): ScriptedClient {
  const { root = () => versions('1.115'), ...clientOptions } = options
  const clock = new ManualClock()
  const requests: TransportRequest[] = []
  const discoveries: TransportRequest[] = []
  const transport: Transport = {
    async send(request) {
      const [kept, play] = request.path === '/' ? [discoveries, root] : [requests, script]
      kept.push(request)
      const answered = await play(request, kept.length - 1)
      return 'status' in answered ? ok(answered) : answered
    },
  }
  const client = new IronicClient({ transport, clock, random: () => 0.5, ...clientOptions })
  return { clock, client, requests, discoveries, run: (work) => clock.run(work) }
}
