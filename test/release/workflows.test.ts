import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

interface Step {
  readonly run?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
}
interface Job {
  readonly 'runs-on': string
  readonly 'timeout-minutes': number
  readonly permissions?: Readonly<Record<string, string>>
  readonly strategy?: { readonly matrix: { readonly node: readonly string[] } }
  readonly steps: readonly Step[]
}
interface Workflow {
  readonly on: object
  readonly permissions?: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const FOLDER = '.github/workflows/'
const workflows = new Map(
  readdirSync(new URL(FOLDER, root)).map((name) => [name, parse(read(FOLDER + name)) as Workflow]),
)
const stepsOf = (name: string) => Object.values(workflows.get(name)?.jobs ?? {}).flatMap(({ steps }) => steps)
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> }

it('CI runs all that must hold before a change is merged', () => {
  expect(stepsOf('ci.yml').map(({ run }) => run)).toContain('.ci/run')
  expect(existsSync(new URL('.ci/run', root))).toBe(true)
})

it('CI tests the versions of Node that test/nodes.sh and the policy name', () => {
  const tested = workflows.get('ci.yml')?.jobs['node']?.strategy?.matrix.node
  expect(tested).toEqual(/set -- (.*)/.exec(read('test/nodes.sh'))?.[1]?.split(' '))
  const policy = read('NODE_VERSION_POLICY.md')
  for (const version of tested ?? [])
    expect(policy).toMatch(new RegExp(`\\b${version.replace('.', '\\.')}\\b`))
})

it.each([...workflows])(
  '%s calls only scripts that exist, within a time and with few rights',
  (name, workflow) => {
    for (const job of Object.values(workflow.jobs)) {
      expect(job['timeout-minutes']).toBeLessThanOrEqual(90)
      expect(job.permissions ?? workflow.permissions).toBeDefined()
    }
    const lines = stepsOf(name).flatMap(({ run, with: given = {} }) => [
      run,
      given['version'],
      given['publish'],
    ])
    for (const line of lines) {
      const script = /^npm run (\S+)/.exec(line ?? '')?.[1]
      if (script !== undefined) expect(scripts).toHaveProperty([script])
    }
  },
)

it('a release is checked before it is published, with its provenance', () => {
  expect(scripts['prepublishOnly']).toMatch(/^npm run release:check/)
  expect(read(`${FOLDER}release.yml`)).toContain("NPM_CONFIG_PROVENANCE: 'true'")
  expect(workflows.get('release.yml')?.jobs['release']?.permissions).toMatchObject({ 'id-token': 'write' })
})
