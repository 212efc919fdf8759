import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import type { TransportError } from '../../transport/transport-errors.js'
import type { ApiVersion } from '../versions/api-version.js'
import type { CommonFault, FaultOf, SpecificFault, SpecificFaultKind } from './fault-errors.js'

/**
 * The server is too old (or, without `needs`, too new) for what was asked, or the client's own `newestVersion` is: then
 * `needs` is not above `serverMaximum`. Nothing was changed.
 */
export class UnsupportedApiVersionError extends IronicDriverError {
  readonly kind = 'unsupported_api_version'
  readonly needs: ApiVersion | undefined
  readonly serverMinimum: ApiVersion | undefined
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

/**
 * A reply that is not what the API promises, or is about another resource than was asked for. Nothing is done with it.
 */
export class InvalidResponseError extends IronicDriverError {
  readonly kind = 'invalid_response'
  /** Where in the body, such as `nodes.3.provision_state`; empty when the body is no JSON at all. */
  readonly path: string
  /** What the reply is about, where something else was asked for: a proxy or a cache has mixed up replies. */
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

/** What every request can end with. */
export type RequestError =
  | TransportError
  | CommonFault
  | UnsupportedApiVersionError
  | InvalidResponseError
  | InvalidInputError
  | UnexpectedFailureError

/** What a request can end with that may meet these faults beside the common ones. */
export type RequestErrorOr<Kind extends SpecificFaultKind> = RequestError | FaultOf<Kind>

/** Everything that some request can end with. */
export type ClientError = RequestError | SpecificFault
