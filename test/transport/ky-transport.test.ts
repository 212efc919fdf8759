import { createKyTransport } from '../../src/transport/ky-transport.js'
import { transportContract } from './support/transport-contract.js'

transportContract("ky over Node's own fetch", (endpoint) => createKyTransport({ endpoint }))

// An endpoint without TLS goes the same way once TLS options are there.
transportContract("ky over undici's fetch", (endpoint) =>
  createKyTransport({ endpoint, tls: { insecure: true } }),
)
