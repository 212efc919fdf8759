import { err, ok, type Result } from 'neverthrow'
import {
  AbortedError,
  NetworkFailureError,
  RequestTimedOutError,
  type TransportError,
  type TransportReply,
  type TransportRequest,
} from 'ironic-driver'
import { changedReply, type ReplyChange } from './changed-replies.js'

export type Exchanged = Result<TransportReply, TransportError>

/** What a disruption can do with its request. */
export interface Line {
  readonly request: TransportRequest
  /** Lets Ironic handle the request, even if nobody listens any more. */
  readonly pass: () => Promise<Exchanged>
  /** Sends another request to Ironic, beside this one. */
  readonly ask: (path: string) => Promise<Exchanged>
  /** Lets time pass, until the caller gives up. */
  readonly wait: (ms: number) => Promise<void>
  /** Lets time pass, even if the caller gives up. */
  readonly sleep: (ms: number) => Promise<void>
  /** Aborts the whole call, as its caller would. */
  readonly abort: () => void
  /** The milliseconds until the deadline of the call. */
  readonly untilDeadline: () => number
  /** Takes the lock of the operation's node for another conductor. */
  readonly lock: (ms: number) => void
  /** Another node of this Ironic, and its instance. */
  readonly stranger: { readonly node: string; readonly instance: string }
}

export interface RequestDisruption {
  readonly send: (line: Line) => Promise<Exchanged>
  /** `once`: this request. `always`: this one and all that follow. */
  readonly lasts: 'once' | 'always'
  /** Set when it meets only changes. */
  readonly of?: 'changes'
  /** The shape that the reply must have for the disruption to matter. */
  readonly needs?: 'body' | 'resource' | 'list'
  /** The option that the call must have. */
  readonly call?: 'signal' | 'deadline'
  /** Set when the process dies, so that nobody receives the result of the call. */
  readonly dies?: true
}

const TYPE = { 'content-type': 'application/json' }
const HTML = '<html><body><h1>503 Service Unavailable</h1></body></html>'

const reply = (status: number, fault: string): Promise<Exchanged> =>
  Promise.resolve(
    ok({
      status,
      headers: { ...TYPE, 'x-openstack-request-id': 'req-fa017' },
      body: JSON.stringify({
        error_message: JSON.stringify({ faultcode: 'Client', faultstring: fault, debuginfo: null }),
      }),
    }),
  )

const html = (): Promise<Exchanged> =>
  Promise.resolve(ok({ status: 503, headers: { 'content-type': 'text/html' }, body: HTML }))

const lost = (sent: 'no' | 'maybe'): Exchanged =>
  err(
    new NetworkFailureError(sent === 'no' ? 'The connection was refused.' : 'The connection broke.', {
      sent,
    }),
  )

const nodeOf = ({ request: { path } }: Line) => /\/nodes\/([^/?]+)/.exec(path)?.[1] ?? 'unknown'

/** Sends no reply until the request times out or the caller gives up. */
async function hang(line: Line): Promise<Exchanged> {
  await line.wait(line.request.timeoutMs ?? 60_000)
  return hangUp(line)
}

function hangUp(line: Line): Exchanged {
  if (line.request.signal?.aborted === true)
    return err(new AbortedError('The request was aborted.', { sent: 'maybe' }))
  return err(new RequestTimedOutError('No reply came in time.', { sent: 'maybe', timeoutMs: 60_000 }))
}

async function overdue(line: Line): Promise<Exchanged> {
  await line.wait(line.untilDeadline() + 1)
  return hangUp(line)
}

const after = (then: (line: Line) => Promise<Exchanged>) => (line: Line) => line.pass().then(() => then(line))

const answers = (status: number, fault: string) => (_: Line) => reply(status, fault)
const conflict = (line: Line, text: string) => reply(409, text.replace('{node}', nodeOf(line)))
const locked = (line: Line) =>
  conflict(
    line,
    'Node {node} is locked by host conductor-2, please retry after the current operation is completed.',
  )
const inTransition = (line: Line) =>
  conflict(line, 'Node {node} can not be updated while a state transition is in progress.')
const never = () => new Promise<Exchanged>(() => undefined)
const changed = (change: ReplyChange) => (line: Line) => changedReply(line, change)

const once = (
  send: RequestDisruption['send'],
  more: Omit<RequestDisruption, 'send' | 'lasts'> = {},
): RequestDisruption => ({
  send,
  lasts: 'once',
  ...more,
})
const always = (
  send: RequestDisruption['send'],
  more: Omit<RequestDisruption, 'send' | 'lasts'> = {},
): RequestDisruption => ({
  send,
  lasts: 'always',
  ...more,
})

/** By name, which is part of the ids of cases. */
export const REQUEST_DISRUPTIONS: Readonly<Record<string, RequestDisruption>> = {
  refused: once(() => Promise.resolve(lost('no'))),
  'refused-always': always(() => Promise.resolve(lost('no'))),
  'reset-before': once(() => Promise.resolve(lost('maybe'))),
  'reset-after': once(after(() => Promise.resolve(lost('maybe')))),
  'reset-always': always(() => Promise.resolve(lost('maybe'))),
  'hang-before': once(hang),
  'hang-after': once(after(hang)),
  truncated: once(changed('truncated'), { needs: 'body' }),
  malformed: once(() => Promise.resolve(ok({ status: 200, headers: TYPE, body: '{"uuid": nonsense' }))),
  'empty-object': once(changed('empty'), { needs: 'body' }),
  'without-ids': once(changed('without-ids'), { needs: 'body' }),
  'of-another': once(changed('of-another'), { needs: 'resource' }),
  'foreign-next': once(changed('foreign-next'), { needs: 'list' }),
  locked: once(locked, { of: 'changes' }),
  'locked-90s': once(
    (line) => {
      line.lock(90_000)
      return line.pass()
    },
    { of: 'changes' },
  ),
  'locked-always': always(locked, { of: 'changes' }),
  transition: once(inTransition, { of: 'changes' }),
  'transition-always': always(inTransition, { of: 'changes' }),
  'unknown-conflict': once((line) => conflict(line, 'The moon is in the wrong phase.')),
  'unknown-conflict-always': always((line) => conflict(line, 'The moon is in the wrong phase.')),
  '503': once(answers(503, 'Requested action cannot be performed due to lack of free conductor workers.')),
  '503-always': always(
    answers(503, 'Requested action cannot be performed due to lack of free conductor workers.'),
  ),
  '503-html': once(html),
  '503-html-always': always(html),
  '500-before': once(answers(500, 'Timed out waiting for a reply to message ID 4a3c')),
  '500-after': once(after(answers(500, 'Timed out waiting for a reply to message ID 4a3c'))),
  '500-always': always(answers(500, 'Timed out waiting for a reply to message ID 4a3c')),
  '500-changes-always': always(answers(500, 'Timed out waiting for a reply to message ID 4a3c'), {
    of: 'changes',
  }),
  '401': once(answers(401, 'The request you have made requires authentication.')),
  '401-always': always(answers(401, 'The request you have made requires authentication.')),
  '403': once(answers(403, 'Access was denied to the following resource.')),
  '403-changes-always': always(answers(403, 'Access was denied to the following resource.'), {
    of: 'changes',
  }),
  '404-node': once((line) => reply(404, `Node ${nodeOf(line)} could not be found.`)),
  '404-html': once(() =>
    Promise.resolve(
      ok({ status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>Not Found</h1>' }),
    ),
  ),
  '404-conductor': once(
    answers(
      404,
      'No valid host was found. Reason: No conductor service registered which supports driver redfish for conductor group "".',
    ),
  ),
  '406': once(answers(406, 'Version 1.115 was requested but the requested API version is not supported.')),
  'abort-before': once(
    (line) => {
      line.abort()
      return Promise.resolve(err(new AbortedError('The request was aborted.', { sent: 'no' })))
    },
    { call: 'signal' },
  ),
  'abort-after': once(
    async (line) => {
      const answer = await line.pass()
      line.abort()
      return answer
    },
    { call: 'signal' },
  ),
  'abort-late': once(
    (line) => {
      line.abort()
      void line.sleep(3_000).then(line.pass)
      return Promise.resolve(err(new AbortedError('The request was aborted.', { sent: 'maybe' })))
    },
    { call: 'signal' },
  ),
  'deadline-before': once(overdue, { call: 'deadline' }),
  'deadline-after': once(after(overdue), { call: 'deadline' }),
  'death-heard': always(after(never), { dies: true }),
  'death-unheard': always(never, { dies: true }),
}
