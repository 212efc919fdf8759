import { createSecureContext } from 'node:tls'
import { secureContextOptions } from './secure-context.js'
import type { TlsOptions } from './tls-options.js'

/** The options of connections that not every platform has, and why this one has not: none here. */
export const IMPOSSIBLE_OPTIONS: Readonly<Partial<Record<'tls' | 'proxy' | 'userAgent', string>>> = {}

/** Whether certificate, key and passphrase can be read and belong together. */
export function isUsable(tls: TlsOptions): boolean {
  try {
    createSecureContext(secureContextOptions(tls))
    return true
  } catch {
    // OpenSSL's own message does not help, and may quote the input.
    return false
  }
}
