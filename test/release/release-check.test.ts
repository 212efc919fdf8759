import { expect, it } from 'vitest'
import { datedChangelog } from '../../build/release/dated-changelog.js'
import { releaseProblems, type ReleaseInputs } from '../../build/release/release-problems.js'

const RELEASED = `# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-01

### Added

- A thing.
`

const READY: ReleaseInputs = {
  manifest: {
    version: '0.2.0',
    homepage: 'https://ironic-driver.example/',
    repository: { type: 'git', url: 'git+https://forge.example/ironic-driver.git' },
  },
  lockedVersion: '0.2.0',
  changelog: RELEASED,
  changesets: [],
}

it('accepts a version that is complete', () => {
  expect(releaseProblems(READY)).toEqual([])
})

it.each<[string, Partial<ReleaseInputs>, RegExp]>([
  [
    'no repository',
    { manifest: { ...READY.manifest, repository: undefined } },
    /no `repository`\. Set it to/,
  ],
  ['no homepage', { manifest: { ...READY.manifest, homepage: undefined } }, /no `homepage`\. Set it to/],
  ['a homepage that is no address', { manifest: { ...READY.manifest, homepage: '#' } }, /no `homepage`/],
  ['another version in the lockfile', { lockedVersion: '0.1.0' }, /package-lock\.json has version 0\.1\.0/],
  ['a changeset that is left', { changesets: ['blue-cat.md'] }, /blue-cat\.md is in no version yet/],
  [
    'no section of the version',
    { changelog: RELEASED.replace('0.2.0', '0.20.0') },
    /no section `## \[0\.2\.0\]/,
  ],
  [
    'a section without a date',
    { changelog: RELEASED.replace(' - 2026-12-01', '') },
    /no section `## \[0\.2\.0\]/,
  ],
  [
    'unreleased lines',
    { changelog: RELEASED.replace('ed]\n', 'ed]\n\n- More.\n') },
    /lines under Unreleased/,
  ],
])('refuses %s, and says what to do', (_, change, problem) => {
  const problems = releaseProblems({ ...READY, ...change })
  expect(problems).toEqual([expect.stringMatching(problem)])
})

it('names everything that is missing at once', () => {
  expect(releaseProblems({ ...READY, manifest: { version: '0.3.0' } })).toHaveLength(4)
})

it('moves the unreleased lines to the version, once', () => {
  const before = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing for $1.\n'
  const after = datedChangelog(before, '0.2.0', '2026-12-01')
  expect(after).toBe(
    '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- A thing for $1.\n',
  )
  expect(datedChangelog(after, '0.2.0', '2026-12-02')).toBe(after)
  expect(releaseProblems({ ...READY, changelog: after })).toEqual([])
})
