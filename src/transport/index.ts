// The public names of this folder. Only `src/index.ts` imports it.

export { createKyTransport } from './ky-transport.js'
export type { KyTransportOptions } from './ky-transport-options.js'
export type { TlsOptions } from '../platform/tls-options.js'
export type { HttpMethod, Transport, TransportReply, TransportRequest } from './transport.js'
export {
  AbortedError,
  AuthenticationFailedError,
  NetworkFailureError,
  ReplyTooLargeError,
  RequestTimedOutError,
} from './transport-errors.js'
export type { TransportError } from './transport-errors.js'
export { httpBasic, noAuth } from './authentication.js'
export type { Authentication } from './authentication.js'
