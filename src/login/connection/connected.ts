import type { Transport } from '../../transport/transport.js'

/** A way to Ironic, with what a cloud's description says of how to use it. */
export interface Connected {
  readonly transport: Transport
  readonly newestVersion?: `1.${number}` | undefined
  readonly requestTimeoutMs?: number | undefined
}
