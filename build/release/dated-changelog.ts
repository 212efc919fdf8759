import { sectionOf } from './release-problems.js'

const UNRELEASED = '## [Unreleased]\n'

/** Moves what is under Unreleased to a section of the version, unless the version has one or there is nothing. */
export function datedChangelog(changelog: string, version: string, date: string): string {
  const lines = sectionOf(changelog, 'Unreleased')
  if (lines === undefined || lines.trim() === '' || sectionOf(changelog, version) !== undefined)
    return changelog
  return changelog.replace(UNRELEASED, () => `${UNRELEASED}\n## [${version}] - ${date}\n`)
}
