import { writeFileSync } from 'node:fs'
import { packageFacts } from './package-facts.js'
import { address } from './sidebar.js'
import { sitePages, type SitePage } from './site-pages.js'

/** Writes what a language model reads of the site: `llms.txt`, a list of the pages, and `llms-full.txt`, all of them. */
export function writeLlmsTexts(outDir: string, base: string): void {
  const { description, homepage } = packageFacts()
  const root = homepage ?? base.replace(/\/$/, '')
  const link = ({ path }: SitePage) => `${root}${address(path)}${/(?:^|\/)index$/.test(path) ? '' : '.html'}`
  const sections = sitePages()
  const list = sections.flatMap(({ text, pages }) => [
    `## ${text}`,
    '',
    ...pages.map((page) => `- [${page.text}](${link(page)}): ${firstSentence(page.markdown)}`),
    '',
  ])
  const api = [
    '## API',
    '',
    `- [API reference](${root}/api/index.html): Every public name, by entry and by part.`,
    '',
  ]
  writeFileSync(
    `${outDir}/llms.txt`,
    ['# ironic-driver', '', `> ${description}`, '', ...list, ...api].join('\n'),
  )
  const full = sections.flatMap(({ pages }) =>
    pages.map((page) => `<!-- ${link(page)} -->\n\n${body(page.markdown)}`),
  )
  writeFileSync(`${outDir}/llms-full.txt`, `${full.join('\n\n')}\n`)
}

/** Returns the first sentence of the first paragraph, without links. */
function firstSentence(markdown: string): string {
  const paragraphs = body(markdown).split(/\n\s*\n/)
  const first = paragraphs.find((text) => !/^(?:#|```|\||<|!\[|[-*:] |\d+\. )/.test(text)) ?? ''
  const plain = first.replace(/\s+/g, ' ').replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
  return /^.*?[.:!?](?= [A-Z`]|$)/.exec(plain)?.[0] ?? plain
}

function body(markdown: string): string {
  return markdown.replace(/^---\n[^]*?\n---\n/, '').trim()
}
