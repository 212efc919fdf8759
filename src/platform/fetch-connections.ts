import type { Connections, OpenReply } from './open-reply.js'

const ALWAYS = {
  // A redirect could lead to another server, which must not get the login.
  redirect: 'manual',
  credentials: 'omit',
  cache: 'no-store',
} as const

/** Returns connections by the platform's own `fetch`, which send all headers but those that it `keepsForItself`. */
export function fetchConnections(keepsForItself: readonly string[] = []): Connections {
  return async (request, signal) => {
    const headers = new Headers(request.headers)
    for (const name of keepsForItself) headers.delete(name)
    const reply = await fetch(request.url, {
      method: request.method,
      headers,
      body: (await request.text()) || null,
      signal,
      ...ALWAYS,
    })
    if (reply.type === 'opaqueredirect')
      throw new Error('The server redirects the request, and the platform does not show where.')
    return {
      status: reply.status,
      headers: Object.fromEntries(reply.headers),
      body: chunksOf(reply),
    }
  }
}

/** Not every browser can iterate over a stream. */
async function* chunksOf({ body }: Response): OpenReply['body'] {
  const reader = body?.getReader()
  try {
    for (;;) {
      const read = await reader?.read()
      if (read?.value === undefined) return
      yield read.value
    }
  } finally {
    await reader?.cancel()
  }
}
