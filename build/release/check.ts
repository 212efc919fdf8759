import { readdirSync, readFileSync } from 'node:fs'
import { root } from '../entries.js'
import { releaseProblems } from './release-problems.js'

// Runs before the package is published. Prints what is missing, and then ends with status 1.
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8')
const problems = releaseProblems({
  manifest: JSON.parse(read('package.json')) as Record<string, unknown>,
  lockedVersion: (JSON.parse(read('package-lock.json')) as { readonly version: string }).version,
  changelog: read('CHANGELOG.md'),
  changesets: readdirSync(`${root}.changeset`).filter((name) => name.endsWith('.md') && name !== 'README.md'),
})
for (const problem of problems) console.error(`release: ${problem}`)
process.exitCode = problems.length === 0 ? 0 : 1
