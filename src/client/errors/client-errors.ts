import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import type { TransportError } from '../../transport/transport-errors.js'
import type { ApiVersion } from '../versions/api-version.js'
import type { CommonFault, FaultOf, SpecificFault, SpecificFaultKind } from './fault-errors.js'

/**
 * The server is too old (or, without `needs`, too new) for the request, or the client's own `newestVersion` is: then
 * `needs` is not above `serverMaximum`. Nothing was changed.
 */
export class UnsupportedApiVersionError extends IronicDriverError {
  readonly kind = 'unsupported_api_version'
  /** The microversion that the request needs, if known. */
  readonly needs: ApiVersion | undefined
  /** The oldest microversion of the server, if it says. */
  readonly serverMinimum: ApiVersion | undefined
  /** The newest microversion of the server, if it says. */
  readonly serverMaximum: ApiVersion | undefined

  constructor(
    message: string,
    details: ErrorDetails & {
      readonly needs?: ApiVersion | undefined
      readonly serverMinimum?: ApiVersion | undefined
      readonly serverMaximum?: ApiVersion | undefined
    },
  ) {
    super(message, 'fix_request', details)
    this.needs = details.needs
    this.serverMinimum = details.serverMinimum
    this.serverMaximum = details.serverMaximum
  }
}

/** The reply is not what the API promises, or is about another resource than the requested one. It was not used. */
export class InvalidResponseError extends IronicDriverError {
  readonly kind = 'invalid_response'
  /** The path in the body, such as `nodes.3.provision_state`; empty when the body is not JSON. */
  readonly path: string
  /** The resource that the reply is about, when another was requested: a proxy or a cache mixed up replies. */
  readonly about: string | undefined

  constructor(
    message: string,
    details: ErrorDetails & { readonly path: string; readonly about?: string | undefined },
  ) {
    super(message, 'check_state', details)
    this.path = details.path
    this.about = details.about
  }
}

/** Foreign code (a custom transport, a clock, a callback) broke its contract. */
export class UnexpectedFailureError extends IronicDriverError {
  readonly kind = 'unexpected_failure'

  constructor(message: string, details: ErrorDetails) {
    super(message, 'check_state', details)
  }
}

/** The errors of every request. */
export type RequestError =
  | TransportError
  | CommonFault
  | UnsupportedApiVersionError
  | InvalidResponseError
  | InvalidInputError
  | UnexpectedFailureError

/** The errors of a request that may meet these faults besides the common ones. */
export type RequestErrorOr<Kind extends SpecificFaultKind> = RequestError | FaultOf<Kind>

/** Every error of every request. */
export type ClientError = RequestError | SpecificFault
