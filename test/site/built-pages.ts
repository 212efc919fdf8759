import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder that `npm run docs` writes, with a slash at the end. */
export const SITE = fileURLToPath(new URL('../../docs/.vitepress/dist/', import.meta.url))

if (!existsSync(SITE)) throw new Error('The site is not built. Run `npm run docs` first.')

/** A page of the site. */
export interface BuiltPage {
  /** Its path on the site, such as `guide/login.html`. */
  readonly path: string
  readonly html: string
  readonly title: string
  /** How many first headings it has. */
  readonly firstHeadings: number
  readonly ids: ReadonlySet<string>
  readonly links: readonly string[]
}

/** Returns every page of the site, with those of the API. */
export function builtPages(): readonly BuiltPage[] {
  return readdirSync(SITE, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.html'))
    .sort()
    .map(readPage)
}

function readPage(path: string): BuiltPage {
  const html = readFileSync(`${SITE}${path}`, 'utf8')
  const all = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, text = '']) => unescape(text))
  return {
    path,
    html,
    title: all(/<title>([^<]*)<\/title>/g)[0] ?? '',
    firstHeadings: all(/<h1[\s>]()/g).length,
    ids: new Set(all(/\sid="([^"]+)"/g)),
    links: [...all(/<a\s[^>]*?href="([^"]*)"/g), ...all(/<(?:img|script|source)\s[^>]*?src="([^"]*)"/g)],
  }
}

function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}
