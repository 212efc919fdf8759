import { secureContextOptions, type TlsOptions } from './ky-transport-options.js'

type Fetch = typeof globalThis.fetch

/**
 * A `fetch` with its own trust and client certificate, and its own pool of kept connections.
 *
 * It is undici's `fetch` and not Node's: both come from undici, but each Node brings another version of it, and an
 * `Agent` is only promised to fit the `fetch` of its own version.
 */
export function createTlsFetch(tls: TlsOptions): Fetch {
  let opened: Promise<Fetch> | undefined
  return async (input, init) => {
    opened ??= openTlsFetch(tls)
    const fetch = await opened
    return fetch(input, init)
  }
}

async function openTlsFetch(tls: TlsOptions): Promise<Fetch> {
  // Here and not above: it takes time to load, and most services reach Ironic without it.
  const { Agent, fetch } = await import('undici')
  const dispatcher = new Agent({
    connect: { ...secureContextOptions(tls), rejectUnauthorized: tls.insecure !== true },
  })
  return async (input, init) => {
    // Node's own Request is foreign to undici's fetch, so it is taken apart and handed over in pieces.
    const request = new Request(input, init)
    const body = request.body === null ? undefined : await request.text()
    const response = await fetch(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      redirect: request.redirect,
      // The caller's own signal: the one of a Request is only kept as long as the Request itself.
      signal: init?.signal ?? request.signal,
      dispatcher,
      ...(body === undefined ? {} : { body }),
    })
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the same standard class, from another version of undici
    return response
  }
}
