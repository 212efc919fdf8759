import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** A file outside of `docs` that the site shows as a page. */
export interface ShownFile {
  /** Its path in the project. */
  readonly file: string
  /** The path of its page, without `.md`. */
  readonly page: string
}

const DOCUMENTS: readonly ShownFile[] = [
  { file: 'CHANGELOG.md', page: 'project/changelog' },
  { file: 'CONTRIBUTING.md', page: 'project/contributing' },
  { file: 'NODE_VERSION_POLICY.md', page: 'project/node-version-policy' },
  { file: 'LICENSE', page: 'project/license' },
  { file: 'examples/README.md', page: 'examples/index' },
].filter(({ file }) => existsSync(`${ROOT}${file}`))

/** The documents at the top of the project, and the examples with their parts. */
export const SHOWN_FILES: readonly ShownFile[] = [
  ...DOCUMENTS,
  ...readdirSync(`${ROOT}examples`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => ({
      file: `examples/${path}`,
      page: `examples/${path.slice(0, -'.ts'.length).replaceAll('/', '-')}`,
    })),
]

/** Returns what the page of a file shows: a document as it is, and code in a block under its path. */
function pageText({ file }: ShownFile): string {
  const text = readFileSync(`${ROOT}${file}`, 'utf8')
  if (file.endsWith('.md')) return text
  if (file.endsWith('.ts')) return `# ${basename(file)}\n\n\`\`\`ts [${file}]\n${text}\`\`\`\n`
  return `# ${basename(file)}\n\n\`\`\`text\n${text}\`\`\`\n`
}

/** Returns the routes of the files whose pages are in a folder of the site. */
export function shownRoutes(folder: string): { params: { page: string }; content: string }[] {
  return SHOWN_FILES.filter(({ page }) => page.startsWith(`${folder}/`)).map((shown) => ({
    params: { page: shown.page.slice(folder.length + 1) },
    content: pageText(shown),
  }))
}
