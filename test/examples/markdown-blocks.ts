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
  return ['README.md', 'examples/README.md', ...markdownIn('docs')]
}

/** The folders of `docs` that hold what the site is built with, and pages that show other files of the project. */
const NO_PAGES: readonly string[] = ['node_modules', '.vitepress', 'public', 'examples', 'project']

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return NO_PAGES.includes(entry.name) ? [] : markdownIn(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
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
