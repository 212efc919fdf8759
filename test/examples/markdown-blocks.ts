import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './run-example.js'

/** A block of code of a page. */
export interface MarkdownBlock {
  readonly page: string
  /** Where it is, such as `README.md:42`. */
  readonly place: string
  /** Such as `ts`; an empty text if the block names none. */
  readonly language: string
  readonly code: string
  /**
   * Why it is not run: the reason in `<!-- compiled only: reason -->` above the block. Few blocks may have it: those that
   * need something outside this process.
   */
  readonly compiledOnly: string | undefined
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

/** Returns the blocks of code of a page, also those in lists. */
export function blocksOf(page: string): readonly MarkdownBlock[] {
  const lines = readFileSync(join(projectRoot, page), 'utf8').split('\n')
  const blocks: MarkdownBlock[] = []
  for (let at = 0; at < lines.length; at++) {
    const [fence, indent = '', language = ''] = /^( *)```([a-z]*)(?![a-z])/.exec(lines[at] ?? '') ?? []
    if (fence === undefined) continue
    const end = lines.indexOf(`${indent}\`\`\``, at + 1)
    if (end < 0) throw new Error(`${page}:${at + 1}: this block has no end.`)
    const code = lines.slice(at + 1, end).map((line) => line.slice(indent.length))
    const above = lines.slice(0, at).findLast((line) => line.trim() !== '')
    const compiledOnly = /^<!-- compiled only: (.*) -->$/.exec(above?.trim() ?? '')?.[1]
    blocks.push({ page, place: `${page}:${at + 2}`, language, code: code.join('\n'), compiledOnly })
    at = end
  }
  return blocks
}

/** Returns the TypeScript blocks of a page. */
export function typescriptBlocks(page: string): readonly MarkdownBlock[] {
  return blocksOf(page).filter(({ language }) => language === 'ts')
}

/** Returns the targets of all links to files of the project in a page. */
export function localLinks(page: string): readonly string[] {
  const text = readFileSync(join(projectRoot, page), 'utf8')
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, target = '']) =>
    /^[a-z]+:/.test(target) ? [] : [target],
  )
}
