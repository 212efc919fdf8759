import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { SITE } from './built-pages.js'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** The built site behind an address of this computer. */
export interface ServedSite {
  /** Without a slash at the end. */
  readonly url: string
  readonly close: () => void
}

/** Serves the built site as a plain web server does: files, `index.html` of folders, and the page for missing ones. */
export async function serveSite(): Promise<ServedSite> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname))
    const file = path.endsWith('/') ? `${path}index.html` : path
    readFile(join(SITE, file)).then(
      (body) => {
        response
          .writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' })
          .end(body)
      },
      async () => {
        response
          .writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' })
          .end(await readFile(join(SITE, '404.html')))
      },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() }
}
