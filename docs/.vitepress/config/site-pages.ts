import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SHOWN_FILES } from './shown-files.js'
import { SECTIONS, type Section } from './sections.js'

/** The folder of the pages, with a slash at the end. */
const DOCS = fileURLToPath(new URL('../../', import.meta.url))

/** A page that exists, under its name in the navigation. */
export interface SitePage {
  readonly path: string
  readonly text: string
  readonly markdown: string
}

/** Returns the pages of a section: first those that it lists, then the others of its folder. */
function pagesOf(section: Section): readonly SitePage[] {
  const listed = section.pages.map(({ path }) => path)
  const others = pagesIn(section.folder).filter((path) => !listed.includes(path))
  return [...section.pages, ...others.map((path) => ({ path, text: undefined }))].flatMap(
    ({ path, text }) => {
      const markdown = markdownOf(path)
      return markdown === undefined ? [] : [{ path, text: text ?? headingOf(markdown) ?? path, markdown }]
    },
  )
}

/** Returns the sections that have pages, each with them. */
export function sitePages(): readonly { readonly text: string; readonly pages: readonly SitePage[] }[] {
  return SECTIONS.map((section) => ({ text: section.text, pages: pagesOf(section) })).filter(
    ({ pages }) => pages.length > 0,
  )
}

function pagesIn(folder: string): readonly string[] {
  if (!existsSync(`${DOCS}${folder}`)) return []
  return readdirSync(`${DOCS}${folder}`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name.slice(0, -'.md'.length)}`)
    .sort()
}

function markdownOf(path: string): string | undefined {
  const shown = SHOWN_FILES.find((file) => file.page === path)
  const file = shown === undefined ? `${DOCS}${path}.md` : `${DOCS}../${shown.file}`
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function headingOf(markdown: string): string | undefined {
  return /^# (.+)$/m.exec(markdown)?.[1]?.replaceAll('`', '')
}
