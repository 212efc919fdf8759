import { secureContextOptions, type TlsOptions } from './ky-transport-options.js'

type Fetch = typeof globalThis.fetch

/**
 * Creates a `fetch` with its own trust, client certificate and connection pool.
 *
 * It uses undici's `fetch` and not Node's: each Node bundles another version of undici, and an `Agent` is only
 * guaranteed to work with the `fetch` of its own version.
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
  // Imported here because it takes time to load, and most services reach Ironic without it.
  const { Agent, fetch } = await import('undici')
  const dispatcher = new Agent({
    connect: { ...secureContextOptions(tls), rejectUnauthorized: tls.insecure !== true },
  })
  return async (input, init) => {
    // undici's fetch does not accept Node's own Request, so its parts are passed one by one.
    const request = new Request(input, init)
    const body = request.body === null ? undefined : await request.text()
    const response = await fetch(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      redirect: request.redirect,
      // The caller's own signal: that of a Request lives only as long as the Request.
      signal: init?.signal ?? request.signal,
      dispatcher,
      ...(body === undefined ? {} : { body }),
    })
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the same standard class, from another version of undici
    return response
  }
}
