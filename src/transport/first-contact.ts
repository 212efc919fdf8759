import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import { AuthenticationFailedError, NetworkFailureError } from './transport-errors.js'

/** How long to retry, by default, while nothing has ever answered at an address. */
export const UNANSWERED_FOR_MS = 5_000

/**
 * What a failed request means while nothing has ever answered at the address.
 *
 * - `hopeless`: it fails until somebody corrects the address, the certificates or the proxy.
 * - `unanswered`: perhaps the server is starting, perhaps the address is wrong.
 * - `usual`: as later.
 */
export type FirstContact = 'hopeless' | 'unanswered' | 'usual'

const MEANINGS: Readonly<Record<NonNullable<NetworkFailureError['reason']>, FirstContact>> = {
  host_not_found: 'hopeless',
  certificate_rejected: 'hopeless',
  tls_failed: 'hopeless',
  not_http: 'hopeless',
  proxy_refused: 'hopeless',
  connection_refused: 'unanswered',
  host_unreachable: 'unanswered',
  connection_lost: 'unanswered',
}

export function firstContact(error: IronicDriverError): FirstContact {
  // A login that did not reach Keystone.
  if (error instanceof AuthenticationFailedError && error.cause instanceof NetworkFailureError)
    return firstContact(error.cause)
  const reason = error instanceof NetworkFailureError ? error.reason : undefined
  return reason === undefined ? 'usual' : MEANINGS[reason]
}

/** Returns the error of a request that is not repeated, because no retry helps. */
export function hopeless<E extends IronicDriverError>(error: E): E {
  return error.advising('fix_request')
}

/** Returns the error of a request that is no longer repeated, because nothing has ever answered. */
export function unanswered<E extends IronicDriverError>(error: E): E {
  return error.withSentence(
    'Nothing has ever answered there, so it was not retried for long: check the host, the port, and whether it is http or https.',
  )
}
