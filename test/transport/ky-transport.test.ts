import { createKyTransport } from '../../src/transport/ky-transport.js'
import { transportContract } from './support/transport-contract.js'

transportContract("ky over Node's own fetch", (endpoint) => createKyTransport({ endpoint }))

// With TLS options, an endpoint without TLS takes the same code path.
transportContract("ky over undici's fetch", (endpoint) =>
  createKyTransport({ endpoint, tls: { insecure: true } }),
)
