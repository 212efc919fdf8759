import { err } from 'neverthrow'
import { AbortedError, NetworkFailureError, type Transport } from 'ironic-driver'

/** The fate of the request in which a process dies: Ironic has heard it, or not. */
export type LastRequest = 'heard' | 'unheard'

/** The transport of a process that is killed during request `last`: no reply arrives any more. */
export function dyingTransport(inner: Transport, last: number, fate: LastRequest): Transport {
  let sent = 0
  return {
    send: (request) => {
      sent += 1
      if (sent < last) return inner.send(request)
      if (sent === last && fate === 'heard') void inner.send({ ...request, signal: undefined })
      return new Promise(() => undefined)
    },
  }
}

/**
 * A transport whose caller aborts at request `last` while Ironic still waits for a lock: the request takes effect some
 * seconds after the abort.
 */
export function lateTransport(
  inner: Transport,
  options: {
    readonly last: number
    readonly lateMs: number
    readonly sleep: (ms: number) => Promise<void>
    readonly onSent: () => void
  },
): Transport {
  let sent = 0
  return {
    send: async (request) => {
      sent += 1
      if (sent !== options.last) return inner.send(request)
      options.onSent()
      void options.sleep(options.lateMs).then(() => inner.send({ ...request, signal: undefined }))
      return err(
        request.signal?.aborted === true
          ? new AbortedError('The request was aborted.', { sent: 'maybe' })
          : new NetworkFailureError('The connection broke.', { sent: 'maybe' }),
      )
    },
  }
}

/** Calls back when request `last` has been answered. */
export function watchedTransport(inner: Transport, last: number, onAnswered: () => void): Transport {
  let sent = 0
  return {
    send: async (request) => {
      const mine = (sent += 1)
      const reply = await inner.send(request)
      if (mine === last) onAnswered()
      return reply
    },
  }
}
