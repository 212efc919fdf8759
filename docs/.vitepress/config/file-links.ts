import { posix } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import { SHOWN_FILES } from './shown-files.js'

/** Sends links to files outside of `docs`, which work on a forge, to the pages of the site that show them. */
export function linkShownFiles(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('shown_files', ({ tokens, env }) => {
    const page = (env as { relativePath?: string }).relativePath ?? 'index.md'
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type !== 'link_open') continue
      const target = shownPage(page, token.attrGet('href') ?? '')
      if (target !== undefined) token.attrSet('href', target)
    }
  })
}

/** Returns the page for a relative link of a page, or `undefined` for a link that stays. */
function shownPage(page: string, href: string): string | undefined {
  if (/^(?:[a-z]+:|[#/])/i.test(href)) return undefined
  const [path = '', hash] = href.split('#')
  const from = SHOWN_FILES.find((shown) => `${shown.page}.md` === page)?.file ?? `docs/${page}`
  const target = posix.join(posix.dirname(from), path)
  const anchor = hash === undefined ? '' : `#${hash}`
  const shown = SHOWN_FILES.find(({ file }) => file === target)
  if (shown !== undefined) return `/${shown.page}.md${anchor}`
  if (target === 'README.md') return `/index.md${anchor}`
  // A document of `docs`, linked from a file that stands elsewhere in the project.
  return from === `docs/${page}` ? undefined : `/${posix.relative('docs', target)}${anchor}`
}
