import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './run-example.js'

export interface MarkdownBlock {
  /** Where it is, such as `README.md:42`. */
  readonly place: string
  readonly code: string
}

/** Returns the pages for users. */
export function markdownPages(): readonly string[] {
  const docs = readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'))
  return ['README.md', 'examples/README.md', ...docs.map((name) => `docs/${name}`)]
}

/** Returns the TypeScript blocks of a page. */
export function typescriptBlocks(page: string): readonly MarkdownBlock[] {
  const lines = readFileSync(join(projectRoot, page), 'utf8').split('\n')
  const blocks: MarkdownBlock[] = []
  for (let at = 0; at < lines.length; at++) {
    if (lines[at] !== '```ts') continue
    const end = lines.indexOf('```', at)
    blocks.push({ place: `${page}:${at + 2}`, code: lines.slice(at + 1, end).join('\n') })
    at = end
  }
  return blocks
}

/** Returns the targets of all links to files of the project in a page. */
export function localLinks(page: string): readonly string[] {
  const text = readFileSync(join(projectRoot, page), 'utf8')
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, target = '']) =>
    /^[a-z]+:/.test(target) ? [] : [target],
  )
}
