/** What a release is made from. */
export interface ReleaseInputs {
  /** `package.json`. */
  readonly manifest: Readonly<Record<string, unknown>>
  /** The version in `package-lock.json`. */
  readonly lockedVersion: string
  /** `CHANGELOG.md`. */
  readonly changelog: string
  /** The file names of the changesets that no version contains yet. */
  readonly changesets: readonly string[]
}

/** Returns what keeps the package from being published, each with what to do about it. */
export function releaseProblems({
  manifest,
  lockedVersion,
  changelog,
  changesets,
}: ReleaseInputs): readonly string[] {
  const version = String(manifest['version'])
  const { type, url } = (manifest['repository'] ?? {}) as Readonly<Record<string, unknown>>
  const unreleased = sectionOf(changelog, 'Unreleased')
  return [
    !isAddress(url) || type !== 'git'
      ? 'package.json has no `repository`. Set it to { "type": "git", "url": "git+https://…" }: npm links to it, and provenance is checked against it.'
      : undefined,
    !isAddress(manifest['homepage'])
      ? 'package.json has no `homepage`. Set it to the https:// address of the documentation site; the errors and npm link to it.'
      : undefined,
    lockedVersion !== version
      ? `package-lock.json has version ${lockedVersion}, and package.json ${version}. Run \`npm install --package-lock-only\`.`
      : undefined,
    changesets.length > 0
      ? `.changeset/${changesets[0]} is in no version yet. Run \`npm run release:version\`.`
      : undefined,
    sectionOf(changelog, version) === undefined
      ? `CHANGELOG.md has no section \`## [${version}] - YYYY-MM-DD\`. Run \`npm run release:version\`.`
      : undefined,
    unreleased !== undefined && unreleased.trim() !== ''
      ? 'CHANGELOG.md has lines under Unreleased. Run `npm run release:version`, or remove them.'
      : undefined,
  ].filter((problem) => problem !== undefined)
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^(git\+)?https:\/\/[^\s.]+\.\S+$/.test(value)
}

/** Returns the text under the heading of a version; `undefined` when there is no such heading. */
export function sectionOf(changelog: string, version: string): string | undefined {
  const found = changelog
    .split(/^## /m)
    .slice(1)
    .find((section) => isHeadingOf(version, section.slice(0, section.indexOf('\n'))))
  return found?.slice(found.indexOf('\n') + 1)
}

function isHeadingOf(version: string, heading: string): boolean {
  if (version === 'Unreleased') return heading === '[Unreleased]'
  return heading.startsWith(`[${version}] - `) && /\d{4}-\d\d-\d\d$/.test(heading)
}
