import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { USED } from './harness/expected-output.js'
import { mustRun, run, type Ended } from './harness/run.js'
import { makeScratchProject, type ScratchProject } from './harness/scratch-project.js'

const MANAGERS = { pnpm: 'pnpm/bin/pnpm.mjs', yarn: 'yarn/bin/yarn.js' }

let project: ScratchProject

beforeEach(async () => {
  project = await makeScratchProject({ install: [] })
})

afterEach(() => project.remove())

/** Runs a package manager with npm's registry. What it downloads is kept beside it. */
async function manager(name: keyof typeof MANAGERS, ...args: readonly string[]): Promise<Ended> {
  const tools = inject('tools').managers
  const registry = (await mustRun('npm', ['config', 'get', 'registry'], { cwd: project.folder })).trim()
  const env = {
    npm_config_registry: registry,
    npm_config_store_dir: join(tools, 'pnpm-store'),
    YARN_NPM_REGISTRY_SERVER: registry,
    YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
    YARN_GLOBAL_FOLDER: join(tools, 'yarn-store'),
    YARN_NODE_LINKER: 'pnp',
    YARN_ENABLE_SCRIPTS: 'false',
    YARN_ENABLE_TELEMETRY: 'false',
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
  }
  const program = join(tools, 'node_modules', MANAGERS[name])
  return run(process.execPath, [program, ...args], { cwd: project.folder, env })
}

it('runs in the strict node_modules of pnpm', async () => {
  const added = await manager(
    'pnpm',
    'add',
    '--ignore-scripts',
    '--prefer-offline',
    inject('library').tarball,
  )
  expect(added).toMatchObject({ status: 0 })
  expect(await project.node('by-import.mjs')).toEqual({ status: 0, output: USED })
  expect(await project.node('by-require.cjs')).toEqual({ status: 0, output: USED })
})

it("runs under yarn's Plug'n'Play, without node_modules", async () => {
  // An empty lockfile makes this folder a project of its own.
  await project.write('yarn.lock', '')
  expect(await manager('yarn', 'add', `ironic-driver@file:${inject('library').tarball}`)).toMatchObject({
    status: 0,
  })
  expect(await manager('yarn', 'node', 'by-import.mjs')).toEqual({ status: 0, output: USED })
})
