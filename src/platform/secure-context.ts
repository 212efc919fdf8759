import type { TlsOptions } from './tls-options.js'

/** Returns the options as `node:tls` names them. */
export function secureContextOptions({ ca, cert, key, passphrase }: TlsOptions) {
  return {
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  }
}
