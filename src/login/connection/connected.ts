import type { Transport } from '../../transport/transport.js'

/** A transport to Ironic, with the settings that the cloud's description has for it. */
export interface Connected {
  readonly transport: Transport
  readonly newestVersion?: `1.${number}` | undefined
  readonly requestTimeoutMs?: number | undefined
}
