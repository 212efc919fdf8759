import { NetworkFailureError, type TransportError, type TransportReply } from 'ironic-driver'
import { err, ok, type Result } from 'neverthrow'

type Sent = Result<TransportReply, TransportError>

/** Creates the reply to a request from a text that quotes a secret, and the plain value of the secret. */
export type CanaryReply = (text: string, value: string) => Sent

const reply = (status: number, body: unknown, headers: Record<string, string> = {}): Sent =>
  ok({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const faultOf = (text: string) => ({ faultcode: 'Server', faultstring: text, debuginfo: null })

/** Those that can also come over HTTP. */
export const SERVED_REPLIES: Readonly<Record<string, CanaryReply>> = {
  'a 400 in JSON in JSON': (text) => reply(400, { error_message: JSON.stringify(faultOf(text)) }),
  'a 409 in JSON': (text) => reply(409, { error_message: faultOf(text) }),
  'a 404 of Keystone': (text) => reply(404, { error: { message: text, code: 404 } }),
  'a 406': (text) => reply(406, { error_message: JSON.stringify(faultOf(text)) }),
  'a 500 as it is': (text) => reply(500, text),
  'a 503 in HTML': (text) => reply(503, `<html><body>${text}</body></html>`, { 'content-type': 'text/html' }),
  'a 200 that breaks off': (text) => reply(200, `{"uuid": "1", "note": ${JSON.stringify(text)}`),
  'a 200 of other types': (text) =>
    reply(200, { uuid: { [text]: text }, name: [text], nodes: text, vifs: [{ id: { text } }] }),
  'a 200 of text': (text) => reply(200, text),
  'a 403 with it in a header': (text, value) =>
    reply(
      403,
      { error_message: faultOf('No.') },
      {
        'x-openstack-request-id': `req-${value}`,
        'retry-after': value,
        warning: text.replaceAll(/[^ -~]/g, ''),
      },
    ),
  'a redirect': (_, value) => reply(302, '', { location: `http://u:${value}@127.0.0.1:9/v1?said=${value}` }),
}

/** Further behaviour of a transport. */
export const BROKEN_REPLIES: Readonly<Record<string, CanaryReply>> = {
  'a network error with causes': (text, value) =>
    err(
      new NetworkFailureError(`It broke off: ${text}`, {
        sent: 'maybe',
        cause: Object.assign(
          new Error(text, { cause: new Error(text, { cause: value.includes(':') ? text : { value } }) }),
          {
            code: text,
            request: { headers: { 'x-auth-token': value } },
            options: { body: value },
          },
        ),
      }),
    ),
  'a transport that throws': (text, value) => {
    throw Object.assign(new TypeError(text, { cause: new AggregateError([new Error(text)], text) }), {
      config: { auth: value },
    })
  },
  'a transport that throws a text': (text) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- as careless libraries do
    throw text
  },
  'a transport that answers nonsense': (text, value) => err({ message: text, token: value } as never),
}
