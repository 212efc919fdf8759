import { readFileSync, writeFileSync } from 'node:fs'
import { root } from '../entries.js'
import { datedChangelog } from './dated-changelog.js'

// Runs after `changeset version`, which has set the version of package.json.
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { readonly version: string }
const file = `${root}CHANGELOG.md`
const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length)
writeFileSync(file, datedChangelog(readFileSync(file, 'utf8'), version, today))
