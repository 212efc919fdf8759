import { err, ok, type Result } from 'neverthrow'
import { NetworkFailureError, type TransportError } from '../../transport/transport-errors.js'
import type { TransportReply } from '../../transport/transport.js'
import { ApiFault, LockedFault, noFreeWorker } from '../refusals/api-fault.js'

/** Adds nothing to `kind`. */
type NoOptions = unknown

/** Each kind of disruption, with the options that it takes. */
export interface DisruptionOptions {
  /** Nothing listens; no byte was sent. */
  readonly refuse: NoOptions
  /** The connection breaks before the request took effect, which the client cannot know. */
  readonly 'drop-before': NoOptions
  /** The request took effect, and the reply is lost. */
  readonly 'drop-after': NoOptions
  /** No reply comes. `effect` decides whether the request takes effect. Default: false. */
  readonly hang: { readonly effect?: boolean }
  /** 409: another conductor, `host`, holds the lock of the node. Default: the simulator's conductor. */
  readonly locked: { readonly host?: string }
  /** 503: no worker is free. */
  readonly busy: NoOptions
  /**
   * 500: the conductor did not answer the API. `effect` decides whether the request takes effect. Default:
   * false.
   */
  readonly 'rpc-timeout': { readonly effect?: boolean }
  /** 200 with half a body. A change has taken effect. */
  readonly malformed: NoOptions
  /** A reply with this status, from a proxy or from Ironic itself. */
  readonly status: {
    readonly status: number
    /** The `faultstring` of a fault as Ironic writes it. */
    readonly fault?: string
    /** The whole body in place of a fault, for example a proxy's HTML. */
    readonly body?: string
    readonly headers?: Readonly<Record<string, string>>
  }
}

/** The name of something that can go wrong with a request on its way. */
export type DisruptionKind = keyof DisruptionOptions

/** A kind with its options. */
export type DetailedDisruption<Of extends DisruptionKind = DisruptionKind> = {
  readonly [Kind in Of]: { readonly kind: Kind } & DisruptionOptions[Kind]
}[Of]

/** The disrupted request, and what a disruption can do with it. */
export interface DisruptedRequest {
  /** Returns the node in its path: the UUID where the node is known. */
  readonly node: () => string
  readonly conductorHost: string
  /** Lets the request take effect, and returns the reply that the client would have received. */
  readonly answer: () => Promise<Exchanged>
  /** Lets time pass. Returns the error if the request ends before that. */
  readonly wait: (ms: number) => Promise<TransportError | undefined>
  /** Returns Ironic's reply with this fault. */
  readonly refusal: (fault: ApiFault) => TransportReply
}

type Exchanged = Result<TransportReply, TransportError>

interface DisruptionRow<Options> {
  /** The names of its options, with their types. */
  readonly options: { readonly [Name in keyof Options]-?: 'boolean' | 'number' | 'string' | 'object' }
  /** True when the client cannot connect, so that the request takes no time. */
  readonly unsent?: true
  readonly meet: (request: DisruptedRequest, options: Options) => Exchanged | Promise<Exchanged>
}

/** What each kind of disruption does to a request. The compiler requires a row for every kind. */
export const DISRUPTION_KINDS: { readonly [Kind in DisruptionKind]: DisruptionRow<DisruptionOptions[Kind]> } =
  {
    refuse: {
      options: {},
      unsent: true,
      meet: () => err(new NetworkFailureError('The connection was refused.', { sent: 'no' })),
    },
    'drop-before': { options: {}, meet: () => lostConnection() },
    'drop-after': {
      options: {},
      meet: async (request) => {
        await takeEffect(request)
        return lostConnection()
      },
    },
    hang: {
      options: { effect: 'boolean' },
      meet: async (request, { effect }) => {
        if (effect) await takeEffect(request)
        const ended = await request.wait(Infinity)
        return ended === undefined ? lostConnection() : err(ended)
      },
    },
    locked: {
      options: { host: 'string' },
      meet: (request, { host = request.conductorHost }) =>
        ok(request.refusal(new LockedFault(request.node(), host, false))),
    },
    busy: { options: {}, meet: (request) => ok(request.refusal(noFreeWorker())) },
    'rpc-timeout': {
      options: { effect: 'boolean' },
      meet: async (request, { effect }) => {
        if (effect) await takeEffect(request)
        return ok(request.refusal(new ApiFault(500, RPC_TIMEOUT)))
      },
    },
    malformed: {
      options: {},
      meet: async (request) => (await request.answer()).map(brokenOff),
    },
    status: {
      options: { status: 'number', fault: 'string', body: 'string', headers: 'object' },
      meet: (request, { status, fault, body = '', headers }) =>
        ok(
          fault === undefined
            ? { status, headers: { ...typeOf(body), ...headers }, body }
            : request.refusal(new ApiFault(status, fault)),
        ),
    },
  }

const RPC_TIMEOUT = 'Timed out waiting for a reply to message ID 4a3c0f0d5c5b4c0f9e4f6c1d2b3a4958'

/** Lets the request take effect and drops its reply. */
async function takeEffect(request: DisruptedRequest): Promise<void> {
  await request.answer().then(() => undefined)
}

function lostConnection(): Exchanged {
  return err(new NetworkFailureError('The connection was closed before a reply came.', { sent: 'maybe' }))
}

function brokenOff({ headers, body }: TransportReply): TransportReply {
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/json' },
    body: body === '' ? '{' : body.slice(0, Math.ceil(body.length / 2)),
  }
}

function typeOf(body: string): Readonly<Record<string, string>> {
  if (body === '') return {}
  return { 'content-type': body.trimStart().startsWith('<') ? 'text/html' : 'application/json' }
}
